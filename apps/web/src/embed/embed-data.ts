/** What the server leaves in the embed's page for its script. */
export interface EmbedData {
  readonly trackId: string;
  readonly title: string;
  readonly artist: string;
  readonly durationMs: number;
}
