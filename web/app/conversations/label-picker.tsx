import { useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import type { DeskConversation, Label } from "../../../contracts/desk.ts";
import { Button } from "../../ui/button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { useChange } from "../reading.ts";
import type { Ask } from "../world.ts";
import { setLabels } from "./conversation-api.ts";
import { useLabelGroups } from "./use-label-groups.tsx";

interface LabelChange {
	readonly labelIds: readonly string[];
	/** Those that it had: by the time it is undone, the latest are others. */
	readonly before: readonly Label[];
}

/** Whether the menu is open, where something else may open it. */
export interface LabelMenu {
	isOpen: boolean;
	onOpenChange: (isOpen: boolean) => void;
}

interface LabelPickerProps extends Partial<LabelMenu> {
	id: string;
	/** Those that it has. */
	labels: readonly Label[];
}

/** Hangs labels on a conversation and takes them off: at once, and with a way back. */
export function LabelPicker({ id, labels, ...rest }: LabelPickerProps) {
	const queries = useQueryClient();
	const show = (shown: readonly Label[]): void => {
		queries.setQueryData<DeskConversation>(["conversation", id], (old) =>
			old === undefined ? old : { ...old, labels: [...shown] },
		);
	};
	const change = useChange((ask: Ask, { labelIds }: LabelChange) => setLabels(ask, { id, labelIds }), {
		refresh: [["conversation", id], ["conversations"]],
		said: () => "Labels changed.",
		undo: ({ before }) => put(before),
	});
	const put = (next: readonly Label[]): void => {
		show(next);
		change.mutate(
			{ labelIds: next.map((label) => label.id), before: labels },
			{ onError: () => show(labels) },
		);
	};
	const has = (label: Label): boolean => labels.some((other) => other.id === label.id);
	const groups = useLabelGroups(
		(label) => put(has(label) ? labels.filter((other) => other.id !== label.id) : [...labels, label]),
		has,
	);
	return (
		<Menu
			align="start"
			{...rest}
			trigger={
				<Button size="small" look="quiet">
					<Plus aria-hidden="true" size={12} />
					Label
				</Button>
			}
			groups={groups}
		/>
	);
}
