import { NotificationSettings } from "../../../contracts/own-settings.ts";
import type { Ask } from "../world.ts";

const PATH = "/api/desk/me/notifications";
export const NOTIFICATIONS = ["notifications"] as const;

export const readNotifications = (ask: Ask) => ask(NotificationSettings, PATH);
export const writeNotifications = (ask: Ask, body: NotificationSettings) =>
	ask(NotificationSettings, PATH, { method: "PUT", body });
