/** What the desk tells its agents of, and how. */
import { z } from "zod";

/** What an agent is told of: a conversation became theirs, a note names them, one waits in the queue, their customer wrote. */
export const NoticeKind = z.enum(["assigned", "mention", "queue", "reply"]);
export type NoticeKind = z.infer<typeof NoticeKind>;
/** How: a line on the page, a notification of the device, a tone, a number in the tab's title. */
export const NoticeChannel = z.enum(["page", "desktop", "sound", "badge"]);
export type NoticeChannel = z.infer<typeof NoticeChannel>;
