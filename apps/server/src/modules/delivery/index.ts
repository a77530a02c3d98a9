export { createDelivery, deliveryModule, type MediaLane } from './module.ts';
export type { DeliveryDeps } from './delivery-deps.ts';
export { readPlayback } from './read-playback.ts';
