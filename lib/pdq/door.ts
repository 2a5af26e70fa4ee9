export { hammingDistance } from './distance.ts';
export { PdqEngine, type PdqHash, type Pixels } from './engine.ts';
