import { render } from 'preact';
import { App } from './app.tsx';
import { start } from './stream.ts';
import { complain } from './ui/announce.tsx';

const root = document.getElementById('page');
if (root !== null) render(<App />, root);
start().catch(complain);
