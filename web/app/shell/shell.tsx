import { Dialog as Base } from "@base-ui/react/dialog";
import { Menu as MenuIcon, Search } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import { IconButton } from "../../ui/icon-button.tsx";
import { useInboxLine } from "../live/use-live.ts";
import { useNotices } from "../notices/use-notices.ts";
import { pageAt, pagesFor } from "../page-list.ts";
import { useDesk } from "../world.ts";
import { CommandBar } from "./command-bar.tsx";
import { usePreference } from "./preferences.ts";
import { Rail } from "./rail.tsx";
import { ShortcutsHelp } from "./shortcuts-help.tsx";
import { keysOnDevice } from "./shortcuts.ts";
import { Toasts } from "./toasts.tsx";
import { useCommands } from "./use-commands.ts";
import { useShortcuts } from "./use-shortcuts.ts";

const isApple = /mac|iphone|ipad/iu.test(navigator.platform);
const SEARCH_KEYS = keysOnDevice("Mod+K", isApple);

type Open = "commands" | "help" | "rail" | null;

/** What stands around every page: the rail, the command bar, the shortcuts and the toasts. */
export function Shell({ children }: { children: ReactNode }) {
	const [open, setOpen] = useState<Open>(null);
	const [areLettersOn, setLettersOn] = usePreference("shortcuts", true);
	useInboxLine();
	useNotices();
	useShellCommands(setOpen);
	useShortcuts(areLettersOn);
	const close = (): void => setOpen(null);
	const rail = {
		onSearch: () => setOpen("commands"),
		onHelp: () => setOpen("help"),
		searchKeys: SEARCH_KEYS,
	};
	return (
		<div className="flex h-dvh text-sm max-md:flex-col">
			<a
				href="#page"
				className="absolute -top-20 left-2 z-30 rounded-sm border border-edge bg-raised px-3 py-2 focus:top-2"
			>
				Skip to the page
			</a>
			<TopBar onRail={() => setOpen("rail")} onSearch={() => setOpen("commands")} />
			<aside className="w-54 shrink-0 border-e border-line bg-panel max-md:hidden">
				<Rail {...rail} />
			</aside>
			<main
				id="page"
				tabIndex={-1}
				className="flex min-h-0 min-w-0 flex-1 flex-col overflow-y-auto outline-none"
			>
				{children}
			</main>
			<Base.Root open={open === "rail"} onOpenChange={(isOpen) => !isOpen && close()}>
				<Base.Portal>
					<Base.Backdrop className="fixed inset-0 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
					<Base.Popup className="fixed inset-y-0 start-0 w-70 max-w-[86vw] border-e border-line bg-panel text-sm text-ink outline-none">
						<Base.Title className="sr-only">Desk</Base.Title>
						<Rail {...rail} onGo={close} />
					</Base.Popup>
				</Base.Portal>
			</Base.Root>
			<CommandBar isOpen={open === "commands"} onClose={close} isApple={isApple} />
			<ShortcutsHelp
				isOpen={open === "help"}
				onClose={close}
				isApple={isApple}
				areLettersOn={areLettersOn}
				onLettersChange={setLettersOn}
			/>
			<Toasts />
		</div>
	);
}

/** On a phone: where one is, and the way to the rail. */
function TopBar({ onRail, onSearch }: { onRail: () => void; onSearch: () => void }) {
	const [path] = useLocation();
	return (
		<header className="flex min-h-12 shrink-0 items-center gap-1 border-b border-line bg-panel px-2 md:hidden">
			<IconButton label="Menu" icon={<MenuIcon size={18} />} onClick={onRail} />
			<span className="min-w-0 flex-1 truncate px-1 font-semibold">{pageAt(path)?.title ?? "Desk"}</span>
			<IconButton label="Search and commands" icon={<Search size={18} />} onClick={onSearch} />
		</header>
	);
}

function useShellCommands(setOpen: (open: Open) => void): void {
	const { me, toasts } = useDesk();
	const [, navigate] = useLocation();
	useCommands([
		{
			id: "commands",
			label: "Search and commands",
			group: "Desk",
			keys: "Mod+K",
			run: () => setOpen("commands"),
		},
		{ id: "help", label: "Keyboard shortcuts", group: "Desk", keys: "?", run: () => setOpen("help") },
		{ id: "undo", label: "Undo", group: "Desk", keys: "Z", run: () => void toasts.undoLast() },
		...pagesFor(me.permissions).map((page) => ({
			id: `go-${page.id}`,
			label: page.title,
			group: "Go to",
			...(page.words === undefined ? {} : { words: page.words }),
			...(page.key === undefined ? {} : { keys: `G ${page.key}` }),
			run: () => navigate(page.path),
		})),
	]);
}
