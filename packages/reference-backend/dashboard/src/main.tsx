import 'uplot/dist/uPlot.min.css';
import './theme.css';
import './layout.css';
import './panels.css';
import { render } from 'preact';
import { config } from 'zod';

// Compiled schemas need eval, which the page's security policy forbids; schemas decide when they are made, so the rest
// of the page is loaded after this.
config({ jitless: true });
const { App } = await import('./app.js');

const root = document.getElementById('root');
if (root !== null) render(<App />, root);
