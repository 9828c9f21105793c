import 'uplot/dist/uPlot.min.css';
import './theme.css';
import './layout.css';
import './panels.css';
import { render } from 'preact';
import { config } from 'zod';
import { App } from './app.js';

// Compiled schemas need eval, which the page's security policy forbids.
config({ jitless: true });

const root = document.getElementById('root');
if (root !== null) render(<App />, root);
