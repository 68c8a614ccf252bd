/** It was not asked properly. */
export class Usage extends Error {}
