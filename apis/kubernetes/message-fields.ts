/** The fields of a message: number, JSON name, type, and whether it is repeated, a map, or merged into its parent. */
export type MessageFields = [number: number, name: string, type: string, shape: string][];
