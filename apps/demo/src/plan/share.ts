import type { Setup } from '../race/setup.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { setupOf } from './check-setup.ts';
import { deflated, inflated } from './deflate.ts';

/** What a link says. */
export interface Shared {
  /** What it holds, or the set-up to fall back to. */
  readonly setup: Setup;
  /** Why it is the one to fall back to, for people; nothing where the link was good, or where there was none. */
  readonly message: string | undefined;
}

/** A link of a set-up with six long plans has 1 to 3 kB. */
const longestLink = 20_000;
/** As JSON the same have some 20 kB. */
const longestText = 200_000;

/** The part of a link behind the page's address that holds a set-up: `#v1:…`. What a file of the visitor's own holds is not in it. */
export async function toHash(setup: Setup): Promise<string> {
  return `#v1:${toBase64url(await deflated(JSON.stringify(setup)))}`;
}

/** The set-up that a link holds. It may come from anywhere: whatever is wrong with it, there is a set-up and a message. */
export async function fromHash(hash: string, otherwise: Setup): Promise<Shared> {
  if (hash === '' || hash === '#') return { setup: otherwise, message: undefined };
  try {
    return { setup: setupOf(JSON.parse(await textOf(hash))), message: undefined };
  } catch (error) {
    const reason = error instanceof RangeError ? error.message : 'it is not whole';
    return { setup: otherwise, message: `This link cannot be opened, so the page starts afresh: ${reason}.` };
  }
}

function textOf(hash: string): Promise<string> {
  const [, version, packed] = /^#v(\d{1,6}):([\w-]*)$/.exec(hash) ?? [];
  if (version === undefined || packed === undefined) throw new RangeError('it is not one of this page');
  if (Number(version) !== 1)
    throw new RangeError(`it is of version ${version}, and this page reads version 1`);
  if (hash.length > longestLink) throw new RangeError('it is too long');
  return inflated(fromBase64url(packed), longestText);
}
