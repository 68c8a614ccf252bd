import { inside, isSchedule, type Part, type ScheduleData } from '../schedule.ts';

/** What JSON says of a composition: its own options, and its parts, which stand in it as schedules. */
export type Holds = () => Readonly<Record<string, unknown>>;

/** What a composition carries to be written as JSON. */
export function written(type: string, holds: Holds): { holds: Holds; toJSON: () => ScheduleData } {
  return { holds, toJSON: () => ({ anneal: 1, type, ...plain(holds()) }) };
}

/** Parts as data, and theirs, and so on; without recursion, since they may lie deep. */
function plain(top: Readonly<Record<string, unknown>>): object {
  const whole = { ...top };
  const waiting: Record<string, unknown>[] = [whole];
  for (let holder = waiting.pop(); holder !== undefined; holder = waiting.pop()) {
    for (const [key, value] of Object.entries(holder)) {
      if (isSchedule(value)) {
        const { holds, name } = inside(value as Part);
        const { anneal, ...data } = holds ? { anneal: 1, type: name, ...holds() } : value.toJSON();
        holder[key] = data;
        if (holds) waiting.push(data);
      } else if (isHolder(value)) {
        const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>;
        holder[key] = copy;
        waiting.push(copy);
      }
    }
  }
  return whole;
}

/** Whether it is a list or a record of parts. */
function isHolder(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.values(value).every(isSchedule);
}
