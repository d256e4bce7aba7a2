import { createContext, use } from "react";
import type { z } from "zod";
import type { Me } from "../../contracts/accounts.ts";
import type { Permission } from "../../contracts/permissions.ts";
import type { AccountSession } from "../account/account-session.ts";
import type { Call, Result } from "../api/call-api.ts";
import type { KeyStore } from "../chat/ports.ts";
import type { InboxLive } from "./live/inbox-live.ts";
import type { LiveDeps } from "./live/live-deps.ts";
import type { WindowTitle } from "./notices/window-title.ts";
import type { CommandRegistry } from "./shell/command-registry.ts";
import type { ToastStore } from "./shell/toast-store.ts";

/** Calls the API as the one who is signed in. */
export type Ask = <Value>(schema: z.ZodType<Value>, path: string, call?: Call) => Promise<Result<Value>>;

/** Fetches a file as the one who is signed in. */
export type AskFile = (path: string) => Promise<Result<Blob>>;

/** What the parts of the desk have in common. */
export interface DeskWorld {
	readonly ask: Ask;
	readonly askFile: AskFile;
	readonly session: AccountSession;
	readonly me: Me;
	readonly siteName: string | null;
	readonly store: KeyStore;
	readonly toasts: ToastStore;
	readonly windowTitle: WindowTitle;
	readonly commands: CommandRegistry;
	/** The team's inbox, live. */
	readonly inbox: InboxLive;
	/** What further lines stand on. */
	readonly live: LiveDeps;
}
export const DeskContext = createContext<DeskWorld | null>(null);

export function useDesk(): DeskWorld {
	const world = use(DeskContext);
	if (world === null) throw new Error("a part of the desk stands outside of it");
	return world;
}

/** Whether the one who is signed in may do this; the server decides again. */
export function useMay(permission: Permission): boolean {
	return useDesk().me.permissions.includes(permission);
}
