import './style.css';
import './plan/composer.css';
import { bench } from './page/bench.ts';
import { opening } from './page/opening.ts';

bench(await opening());
