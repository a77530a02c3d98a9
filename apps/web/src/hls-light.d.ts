/** The build without subtitles, DRM and alternate audio; same interface, no types of its own in the package's exports. */
declare module 'hls.js/light' {
  export { default } from 'hls.js';
}
