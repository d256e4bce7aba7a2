import { useSyncExternalStore } from "react";
import { Dialog } from "../../ui/dialog.tsx";
import { Keys } from "../../ui/kbd.tsx";
import { useDesk } from "../world.ts";
import { keysOnDevice } from "./shortcuts.ts";

interface ShortcutsHelpProps {
	isOpen: boolean;
	onClose: () => void;
	isApple: boolean;
	areLettersOn: boolean;
	onLettersChange: (areOn: boolean) => void;
}

/** The keys that work here, and the switch that turns the single letters off (WCAG 2.1.4). */
export function ShortcutsHelp({
	isOpen,
	onClose,
	isApple,
	areLettersOn,
	onLettersChange,
}: ShortcutsHelpProps) {
	const { commands } = useDesk();
	const all = useSyncExternalStore(commands.subscribe, commands.all);
	const withKeys = all.filter(({ keys }) => keys !== undefined);
	const groups = [...new Set(withKeys.map(({ group }) => group))];
	return (
		<Dialog isOpen={isOpen} onClose={onClose} title="Keyboard shortcuts" width="wide">
			<label className="mb-4 flex min-h-9 items-center gap-2.5 rounded-md border border-line px-3 py-2 hover:bg-hover">
				<input
					type="checkbox"
					className="size-4 accent-accent"
					checked={areLettersOn}
					onChange={(event) => onLettersChange(event.target.checked)}
				/>
				Single keys do something. Off, only those with {isApple ? "⌘" : "Ctrl"} do.
			</label>
			<div className="gap-x-8 sm:columns-2">
				{groups.map((group) => (
					<section key={group} className="mb-5 break-inside-avoid">
						<h3 className="mb-1 text-xs font-medium text-muted">{group}</h3>
						<dl>
							{withKeys
								.filter((command) => command.group === group)
								.map(({ id, label, keys = "" }) => (
									<div key={id} className="flex min-h-8 items-center justify-between gap-3">
										<dt className="min-w-0 truncate">{label}</dt>
										<dd className="shrink-0">
											<Keys keys={keysOnDevice(keys, isApple)} />
										</dd>
									</div>
								))}
						</dl>
					</section>
				))}
			</div>
		</Dialog>
	);
}
