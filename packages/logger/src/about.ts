import { checkNames } from './options.ts';
import { plain } from './plain.ts';
import { reasonOf } from './report.ts';
import { shown } from './shown.ts';

/** What a run is, as its user tells it: sinks that keep a header, a title or hyperparameters write it down. */
export interface About {
  /** What people call the run. Default: none. */
  readonly name?: string;
  /** The schedule that it runs under: itself, or its JSON. It is kept as data. Default: none. */
  readonly schedule?: unknown;
  /** What else it was made with, as plain JSON: hyperparameters, the data, the seed. Default: none. */
  readonly config?: unknown;
  /** Versions of what computes it, by name (`{ tfjs: '4.22.0' }`), beside those of this package and of Node. */
  readonly versions?: Readonly<Record<string, string>>;
}

/** The names of what can be told about a run. */
export const ABOUT: readonly (keyof About)[] = ['name', 'schedule', 'config', 'versions'];

/**
 * A copy of what is told about a run, as plain data: nothing that happens to the original later changes it.
 *
 * @throws TypeError when a part is not what it must be, naming the caller and the part.
 */
export function aboutOf(about: About, caller: string): About {
  const { name, schedule, config, versions } = about;
  if (name !== undefined && (typeof name !== 'string' || name === '')) {
    throw new TypeError(`${caller}: name must be a text that is not empty, got ${shown(name)}`);
  }
  if (versions !== undefined) checkVersions(versions, caller);
  return {
    ...(name !== undefined && { name }),
    ...(schedule !== undefined && { schedule: scheduleData(schedule, caller) }),
    ...(config !== undefined && { config: plain(config, 'config', caller) }),
    ...(versions !== undefined && { versions: { ...versions } }),
  };
}

/** @throws TypeError when the options hold a name that is none of these. */
export function checkAbout(about: unknown, caller: string): asserts about is About {
  checkNames(about, ABOUT, caller);
}

function checkVersions(versions: unknown, caller: string): void {
  const texts =
    typeof versions === 'object' &&
    versions !== null &&
    !Array.isArray(versions) &&
    Object.values(versions).every((version) => typeof version === 'string');
  if (!texts) {
    throw new TypeError(
      `${caller}: versions must be an object of texts { tfjs: '4.22.0' }, got ${shown(versions)}`,
    );
  }
}

function scheduleData(schedule: unknown, caller: string): unknown {
  let json: string | undefined;
  try {
    json = typeof schedule === 'string' ? schedule : JSON.stringify(schedule);
  } catch (error) {
    throw new TypeError(`${caller}: schedule cannot be written as data: ${reasonOf(error)}`, {
      cause: error,
    });
  }
  try {
    const data: unknown = json === undefined ? undefined : JSON.parse(json);
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data;
  } catch {
    // A text that is no JSON is refused like anything else that is no schedule.
  }
  throw new TypeError(
    `${caller}: schedule must be a schedule of @anneal/core or its JSON, got ${shown(schedule)}; ` +
      'leave it out where there is none, and describe it in config',
  );
}
