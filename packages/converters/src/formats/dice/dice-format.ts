import type { Format } from '../format.js';
import { detectDice } from './detect-dice.js';
import { diceCapabilities } from './dice-capabilities.js';
import { readDice } from './read-dice.js';
import { writeDice } from './write-dice.js';

/** DICE, the platform's own format. */
export const diceFormat: Format = {
  title: 'DICE',
  capabilities: diceCapabilities,
  detect: detectDice,
  read: readDice,
  write: writeDice,
};
