import { useEffect, useRef } from "react";
import { useDesk } from "../world.ts";
import type { Command } from "./command-registry.ts";

/** What can be done while this part of the page stands. They may be made anew at each drawing. */
export function useCommands(commands: readonly Command[]): void {
	const { commands: registry } = useDesk();
	const latest = useRef(commands);
	useEffect(() => {
		latest.current = commands;
	});
	const print = commands.map(({ id, label, keys = "" }) => `${id} ${label} ${keys}`).join("|");
	useEffect(
		() =>
			registry.add(
				latest.current.map((command) => ({
					...command,
					run: () => latest.current.find(({ id }) => id === command.id)?.run(),
				})),
			),
		// oxlint-disable-next-line react/exhaustive-effect-dependencies -- what they are called is what they are
		[registry, print],
	);
}
