export { type BrowserOptions, browser } from './browser.ts';
export { download } from './download.ts';
export { type BlobLike, exportStored, type StoredBlob, type StoredFormat } from './export-stored.ts';
export { readStored } from './read-stored.ts';
export { removeStored, type StoredName, storedRuns } from './stored-runs.ts';
export { watchStored } from './watch-stored.ts';
