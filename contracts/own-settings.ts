/** What somebody at the desk has arranged for themselves: the lists they come back to, and what they want to hear of. */
import { z } from "zod";
import { InboxQuestion } from "./inbox.ts";

/** Nobody finds their way in more. */
export const MAX_SAVED_VIEWS = 50;

const ViewName = z.string().trim().min(1).max(40);
/** A list of the inbox under a name. */
export const SavedView = z.object({ name: ViewName, question: InboxQuestion });
export type SavedView = z.infer<typeof SavedView>;
export const SavedViewList = z.object({ views: z.array(SavedView) });
export const SavedViewPath = z.object({ name: ViewName });

const channels = (page: boolean, badge: boolean) =>
	z
		.object({
			page: z.boolean().default(page),
			desktop: z.boolean().default(false),
			sound: z.boolean().default(false),
			badge: z.boolean().default(badge),
		})
		.prefault({});
/** What is left out is as the product comes: quiet, and only of what is the agent's own. */
export const NotificationSettings = z.object({
	assigned: channels(true, true),
	mention: channels(true, true),
	queue: channels(false, false),
	reply: channels(true, true),
});
export type NotificationSettings = z.infer<typeof NotificationSettings>;
