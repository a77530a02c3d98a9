export { deliveryModule } from './module.ts';
export type { DeliveryDeps } from './delivery-deps.ts';
