import type { OpName } from '../graph/primitives.js';
import { binaryOps } from './binary-ops.js';
import { channelOps } from './channel-ops.js';
import { convOps } from './conv/conv-ops.js';
import { indexOps } from './index-ops.js';
import { leafOps } from './leaf-ops.js';
import { matrixOps } from './matrix-ops.js';
import type { OpRules } from './op-rule.js';
import { poolOps } from './pool/pool-ops.js';
import { reductionOps } from './reduction-ops.js';
import { shapeOps } from './shape-ops.js';
import { unaryOps } from './unary-ops.js';

/** The one table of all primitives: shape rule, gradient rule and lowering of each. */
export const opTable: OpRules<OpName> = {
  ...leafOps,
  ...unaryOps,
  ...binaryOps,
  ...reductionOps,
  ...shapeOps,
  ...indexOps,
  ...matrixOps,
  ...convOps,
  ...poolOps,
  ...channelOps,
};
