import { Bookmark } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { SavedView } from "../../../contracts/own-settings.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { InputField } from "../../ui/field.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { questionOf } from "../live/inbox-cache.ts";
import { useChange, useRead } from "../reading.ts";
import { useCommands } from "../shell/use-commands.ts";
import { useDesk } from "../world.ts";
import { paramsOf, type Question } from "./inbox-question.ts";
import type { ListOf } from "./inbox-rows.ts";
import { forgetSavedView, keepSavedView, readViewsMovingLocal } from "./view-store.ts";

interface SavedViewsProps {
	question: ListOf;
	onAsk: (change: Partial<Question>) => void;
}

const NO_VIEWS: readonly SavedView[] = [];

/** Lists that somebody comes back to, by the names that they gave them, wherever they sign in. */
export function SavedViews({ question, onAsk }: SavedViewsProps) {
	const { me, store } = useDesk();
	const read = useRead(["views"], (ask) => readViewsMovingLocal({ ask, store, meId: me.id }));
	const views = read.data?.views ?? NO_VIEWS;
	const [isNaming, setIsNaming] = useState(false);
	const refresh = [["views"]];
	const keep = useChange(keepSavedView, { refresh, done: () => setIsNaming(false) });
	const remove = useChange(forgetSavedView, {
		refresh,
		said: (_nothing, { name }) => `“${name}” is forgotten.`,
		undo: (view) => keep.mutate(view),
	});
	const asked = JSON.stringify(paramsOf(question));
	const open = views.find((view) => JSON.stringify(paramsOf(view.question)) === asked);
	useCommands(
		views.map((view) => ({
			id: `view-${view.name}`,
			label: `View: ${view.name}`,
			group: "Inbox",
			run: () => onAsk(view.question),
		})),
	);
	return (
		<>
			<Menu
				trigger={<IconButton label="Saved views" icon={<Bookmark size={14} />} className="size-8" />}
				groups={[
					...(views.length === 0
						? []
						: [
								{
									heading: "Saved views",
									items: views.map((view) => ({
										label: view.name,
										isChosen: view === open,
										run: () => onAsk(view.question),
									})),
								},
							]),
					{
						items:
							open === undefined
								? [{ label: "Save this view…", run: () => setIsNaming(true) }]
								: [{ label: `Forget “${open.name}”`, run: () => remove.mutate(open) }],
					},
				]}
			/>
			<NameDialog
				isOpen={isNaming}
				onClose={() => setIsNaming(false)}
				onName={(name) => keep.mutate({ name, question: questionOf(question) })}
			/>
		</>
	);
}

interface NameDialogProps {
	isOpen: boolean;
	onClose: () => void;
	onName: (name: string) => void;
}

function NameDialog({ isOpen, onClose, onName }: NameDialogProps) {
	const name = (event: FormEvent<HTMLFormElement>): void => {
		event.preventDefault();
		const given = new FormData(event.currentTarget).get("name");
		if (typeof given === "string" && given.trim() !== "") onName(given.trim());
	};
	return (
		<Dialog
			isOpen={isOpen}
			onClose={onClose}
			title="Save this view"
			lead="Tab, status, order and filters; for you alone, on every device."
		>
			<form onSubmit={name} className="space-y-4">
				<InputField label="Name" name="name" required maxLength={40} autoComplete="off" />
				<div className="flex justify-end gap-2">
					<Button size="compact" onClick={onClose}>
						Cancel
					</Button>
					<Button type="submit" look="solid" size="compact">
						Save
					</Button>
				</div>
			</form>
		</Dialog>
	);
}
