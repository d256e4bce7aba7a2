/** How a conversation is before anything has happened in it. */
import type { Standing } from "../../contracts/desk-commands.ts";
import type { TrackerState } from "../../dialogue/ports.ts";

export const EMPTY_TRACKER: TrackerState = {
	sender_id: "an id of ours",
	slots: {},
	latest_message: null,
	latest_event_time: null,
	followup_action: null,
	paused: false,
	events: [],
	latest_input_channel: null,
	active_loop: {},
	latest_action: {},
	latest_action_name: null,
};

export const FRESH_STANDING: Standing = {
	owner: "bot",
	epoch: 0,
	assignee: null,
	status: "open",
	snoozedUntil: null,
	priority: "normal",
	waitingSince: null,
	queuedAt: null,
	unread: 0,
	mentioned: [],
	lastSeq: 0,
};
