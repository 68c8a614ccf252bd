import { init, numpy as np } from '@jax-js/jax';

/**
 * Makes the engine ready, so that it gives the same bits on every machine.
 *
 * WebAssembly's relaxed multiply-add rounds once where the processor can do that, and twice elsewhere: a race from a link
 * would be another one in its last digits. jax-js asks once, at its first sum of products, whether there is such an instruction.
 */
export async function startUp(): Promise<void> {
  await init('wasm');
  const { validate } = WebAssembly;
  WebAssembly.validate = () => false;
  try {
    np.matmul(np.ones([4, 4]), np.ones([4, 4])).dataSync();
  } finally {
    WebAssembly.validate = validate;
  }
}
