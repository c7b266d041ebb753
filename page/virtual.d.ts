declare module 'virtual:ground-truth' {
  /** By scenario one letter a client: `y` accepted, `n` refused. */
  const truth: { clients: string[]; scenarios: Record<string, string> };
  export default truth;
}

declare module 'virtual:lessons' {
  const lessons: import('./model/lesson.ts').Lesson[];
  export default lessons;
}
