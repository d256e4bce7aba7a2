import { useEffect, useState } from "react";
import { useDesk } from "../world.ts";
import { KeyReader } from "./shortcuts.ts";

const FLOATS = "[role=dialog], [role=alertdialog], [role=menu]";

/** Hears the keys of the whole page. What floats has keys of its own. */
export function useShortcuts(areLettersOn: boolean): void {
	const { commands } = useDesk();
	const [reader] = useState(() => new KeyReader());
	useEffect(() => {
		const hear = (event: KeyboardEvent): void => {
			if (event.defaultPrevented || event.repeat || event.isComposing) return;
			const target = event.target instanceof HTMLElement ? event.target : document.body;
			if (target.closest(FLOATS) !== null) return;
			const command = reader.read(commands.all(), event, {
				atMs: event.timeStamp,
				isTyping: target.matches(
					"input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]",
				),
				areLettersOn,
			});
			if (command === null) return;
			event.preventDefault();
			command.run();
		};
		document.addEventListener("keydown", hear);
		return () => document.removeEventListener("keydown", hear);
	}, [commands, reader, areLettersOn]);
}
