import { useQueryClient } from "@tanstack/react-query";
import { Pencil, Tags, Trash2 } from "lucide-react";
import { useState } from "react";
import { useSearchParams } from "wouter";
import { type Label, LabelColor } from "../../../contracts/desk.ts";
import { useForm } from "../../api/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { InputField } from "../../ui/field.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { LABEL_DOTS, LabelDot } from "../../ui/label-chip.tsx";
import { OneLine } from "../../ui/one-line.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { FormDialog } from "../form-dialog.tsx";
import { Page } from "../page.tsx";
import { useChange, useRows } from "../reading.ts";
import { RowsPanel } from "../rows-panel.tsx";
import { useDesk } from "../world.ts";
import { changeLabel, createLabel, deleteLabel, readLabelPage } from "./desk-settings-api.ts";

/** What conversations are sorted by. */
export function LabelsPage() {
	// who looked for a label where there were none is led here
	const [params] = useSearchParams();
	const [edited, setEdited] = useState<Label | "new" | null>(() => (params.has("new") ? "new" : null));
	const [doomed, setDoomed] = useState<Label | null>(null);
	const list = useRows(["labels", "page"], readLabelPage);
	const remove = useChange(deleteLabel, {
		refresh: [["labels"], ["conversations"]],
		said: (_nothing, { name }) => `The label ${name} is deleted.`,
	});
	return (
		<Page
			title="Labels"
			lead="They hang on conversations, and lists can be filtered by them."
			actions={
				<Button look="solid" size="compact" onClick={() => setEdited("new")}>
					New label
				</Button>
			}
		>
			<RowsPanel
				list={list}
				caption="Labels"
				rowKey={({ id }) => id}
				columns={[...COLUMNS, actionsColumn(setEdited, setDoomed)]}
				empty={
					<EmptyState icon={<Tags size={20} />} title="No labels yet">
						“Refund”, “Feedback”, “VIP”: whatever you want to find again.
					</EmptyState>
				}
			/>
			{edited !== null && (
				<LabelDialog label={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
			)}
			<ConfirmDialog
				isOpen={doomed !== null}
				title={`Delete the label ${doomed?.name ?? ""}?`}
				action="Delete the label"
				onClose={() => setDoomed(null)}
				onConfirm={() => doomed !== null && remove.mutate(doomed)}
			>
				It is taken off every conversation that has it.
			</ConfirmDialog>
		</Page>
	);
}

const COLUMNS: readonly Column<Label>[] = [
	{
		head: "Name",
		isWide: true,
		cell: ({ name, color }) => (
			<span className="flex items-center gap-2.5 font-medium">
				<LabelDot color={color} />
				<OneLine title={name}>{name}</OneLine>
			</span>
		),
	},
];

function actionsColumn(onEdit: (label: Label) => void, onDelete: (label: Label) => void): Column<Label> {
	return {
		head: "Actions",
		isHeadHidden: true,
		align: "end",
		cell: (label) => (
			<span className="inline-flex">
				<IconButton
					label={`Change ${label.name}`}
					icon={<Pencil size={14} />}
					className="size-8"
					onClick={() => onEdit(label)}
				/>
				<IconButton
					label={`Delete ${label.name}`}
					icon={<Trash2 size={14} />}
					className="size-8"
					onClick={() => onDelete(label)}
				/>
			</span>
		),
	};
}

function LabelDialog({ label, onClose }: { label: Label | null; onClose: () => void }) {
	const { ask, toasts } = useDesk();
	const queries = useQueryClient();
	const form = useForm(
		({ name = "", color }) => {
			const body = { name, color: LabelColor.parse(color) };
			return label === null ? createLabel(ask, body) : changeLabel(ask, { id: label.id, ...body });
		},
		({ name }) => {
			for (const queryKey of [["labels"], ["conversations"]]) void queries.invalidateQueries({ queryKey });
			toasts.show({ text: `The label ${name} is saved.` });
			onClose();
		},
	);
	return (
		<FormDialog
			isOpen
			onClose={onClose}
			title={label === null ? "New label" : "Change the label"}
			form={form}
			submit="Save"
		>
			<InputField
				label="Name"
				name="name"
				required
				maxLength={40}
				autoComplete="off"
				defaultValue={label?.name ?? ""}
				error={form.errors["name"]}
			/>
			<fieldset>
				<legend className="mb-1 font-medium">Colour</legend>
				<div className="flex flex-wrap gap-1">
					{LabelColor.options.map((color) => (
						<label
							key={color}
							title={color}
							className="grid size-9 cursor-pointer place-items-center rounded-sm border border-transparent hover:bg-hover has-checked:border-ink has-focus-visible:outline-2 has-focus-visible:outline-accent-ink"
						>
							<input
								type="radio"
								name="color"
								value={color}
								defaultChecked={color === (label?.color ?? "gray")}
								className="sr-only"
							/>
							<span className="sr-only">{color}</span>
							<span aria-hidden="true" className={classNames("size-4 rounded-full", LABEL_DOTS[color])} />
						</label>
					))}
				</div>
			</fieldset>
		</FormDialog>
	);
}
