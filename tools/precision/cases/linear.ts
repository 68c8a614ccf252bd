import { straight } from '../ease.ts';
import { moves } from '../move.ts';
import type { Row } from '../row.ts';

export const linear: Row = { curve: 'linear', promised: 3, cases: moves(straight) };
