import { useEffect, useState } from "react";
import { useDesk } from "../world.ts";
import { KeyReader } from "./shortcuts.ts";

const FLOATS = "[role=dialog], [role=alertdialog], [role=menu]";
/** What was closed keeps the focus for a moment, but the next key is not for it any more. */
const IS_OPEN = ":not([data-closed])";
const FIELD = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

/** Hears the keys of the whole page. What floats has keys of its own while it is open. */
export function useShortcuts(areLettersOn: boolean): void {
	const { commands } = useDesk();
	const [reader] = useState(() => new KeyReader());
	useEffect(() => {
		let isForFloating = false;
		let isTyping = false;
		// as it is before anybody acts on the key: what it closes is closed when the page hears it
		const look = ({ target }: KeyboardEvent): void => {
			const at = target instanceof HTMLElement ? target : document.body;
			const floating = at.closest(FLOATS);
			isForFloating = floating?.matches(IS_OPEN) === true;
			isTyping = (floating === null || isForFloating) && at.matches(FIELD);
		};
		const hear = (event: KeyboardEvent): void => {
			if (event.defaultPrevented || event.repeat || event.isComposing || isForFloating) return;
			const command = reader.read(commands.all(), event, { atMs: event.timeStamp, isTyping, areLettersOn });
			if (command === null) return;
			event.preventDefault();
			command.run();
		};
		document.addEventListener("keydown", look, true);
		document.addEventListener("keydown", hear);
		return () => {
			document.removeEventListener("keydown", look, true);
			document.removeEventListener("keydown", hear);
		};
	}, [commands, reader, areLettersOn]);
}
