/** The options of `verify`, as commander gives them. */
export interface VerifyFlags {
  scenario?: string[];
  group?: string[];
  via?: 'netns' | 'proxy' | 'direct' | 'docker';
  image?: string;
  service?: string;
  ready?: string;
  trigger?: string;
  settle?: number;
  jobs?: number;
  timeout: number;
  systemTrust?: boolean;
  state: string;
  report?: string[];
  baseline?: string;
  explain?: string;
  page?: boolean;
  json?: boolean;
}
