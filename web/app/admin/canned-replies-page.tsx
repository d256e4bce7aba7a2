import { useQueryClient } from "@tanstack/react-query";
import { MessageSquareQuote, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import type { CannedReply } from "../../../contracts/desk.ts";
import { useForm } from "../../api/use-form.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { AreaField, InputField } from "../../ui/field.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Moment } from "../../ui/moment.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { FormDialog } from "../form-dialog.tsx";
import { Page } from "../page.tsx";
import { useChange, useRows } from "../reading.ts";
import { RowsPanel } from "../rows-panel.tsx";
import { SearchField } from "../search-field.tsx";
import { useDesk, useMay } from "../world.ts";
import {
	changeCannedReply,
	createCannedReply,
	deleteCannedReply,
	readCannedReplyPage,
} from "./desk-settings-api.ts";

/** Answers that are kept ready: agents write them by `/shortcut`. */
export function CannedRepliesPage() {
	const [search, setSearch] = useState("");
	const [edited, setEdited] = useState<CannedReply | "new" | null>(null);
	const [doomed, setDoomed] = useState<CannedReply | null>(null);
	const mayChange = useMay("knowledge:write");
	const list = useRows(["canned-replies", "page", search], (ask, cursor) =>
		readCannedReplyPage(ask, search, cursor),
	);
	const remove = useChange(deleteCannedReply, {
		refresh: [["canned-replies"]],
		said: (_nothing, { shortcut }) => `/${shortcut} is deleted.`,
	});
	const button = (
		<Button look="solid" size="compact" onClick={() => setEdited("new")}>
			New reply
		</Button>
	);
	return (
		<Page
			title="Canned replies"
			lead="In a conversation, type / and the shortcut."
			actions={
				<>
					<SearchField label="Search replies" value={search} onSearch={setSearch} />
					{mayChange && button}
				</>
			}
		>
			<RowsPanel
				list={list}
				caption="Canned replies"
				rowKey={({ id }) => id}
				columns={mayChange ? [...COLUMNS, actionsColumn(setEdited, setDoomed)] : COLUMNS}
				empty={
					<EmptyState
						icon={<MessageSquareQuote size={20} />}
						title={search === "" ? "No replies yet" : "Nothing found"}
					>
						{search === ""
							? "What you write every day can be kept ready here."
							: `No shortcut and no text has “${search}” in it.`}
					</EmptyState>
				}
			/>
			{edited !== null && (
				<ReplyDialog reply={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
			)}
			<ConfirmDialog
				isOpen={doomed !== null}
				title={`Delete /${doomed?.shortcut ?? ""}?`}
				action="Delete the reply"
				onClose={() => setDoomed(null)}
				onConfirm={() => doomed !== null && remove.mutate(doomed)}
			>
				Messages that were written with it stay as they are.
			</ConfirmDialog>
		</Page>
	);
}

const COLUMNS: readonly Column<CannedReply>[] = [
	{
		head: "Reply",
		isWide: true,
		cell: ({ shortcut, text }) => (
			<>
				<span className="block font-mono text-xs text-muted wrap-anywhere">/{shortcut}</span>
				<span dir="auto" className="line-clamp-2">
					{text}
				</span>
			</>
		),
	},
	{ head: "Changed", from: "md", cell: ({ updatedAt }) => <Moment at={updatedAt} /> },
];

function actionsColumn(
	onEdit: (reply: CannedReply) => void,
	onDelete: (reply: CannedReply) => void,
): Column<CannedReply> {
	return {
		head: "Actions",
		isHeadHidden: true,
		align: "end",
		cell: (reply) => (
			<span className="inline-flex">
				<IconButton
					label={`Change /${reply.shortcut}`}
					icon={<Pencil size={14} />}
					className="size-8"
					onClick={() => onEdit(reply)}
				/>
				<IconButton
					label={`Delete /${reply.shortcut}`}
					icon={<Trash2 size={14} />}
					className="size-8"
					onClick={() => onDelete(reply)}
				/>
			</span>
		),
	};
}

function ReplyDialog({ reply, onClose }: { reply: CannedReply | null; onClose: () => void }) {
	const { ask, toasts } = useDesk();
	const queries = useQueryClient();
	const form = useForm(
		({ shortcut = "", text = "" }) =>
			reply === null
				? createCannedReply(ask, { shortcut, text })
				: changeCannedReply(ask, { id: reply.id, shortcut, text }),
		({ shortcut }) => {
			void queries.invalidateQueries({ queryKey: ["canned-replies"] });
			toasts.show({ text: `/${shortcut} is saved.` });
			onClose();
		},
	);
	return (
		<FormDialog
			isOpen
			onClose={onClose}
			title={reply === null ? "New reply" : "Change the reply"}
			form={form}
			submit="Save"
		>
			<InputField
				label="Shortcut"
				name="shortcut"
				required
				autoComplete="off"
				hint="Small letters, digits, - and _: refund-sent"
				defaultValue={reply?.shortcut ?? ""}
				error={form.errors["shortcut"]}
			/>
			<AreaField
				label="Text"
				name="text"
				required
				rows={6}
				maxLength={4_000}
				hint="{{name}} becomes the customer's name, {{agent}} your own."
				defaultValue={reply?.text ?? ""}
				error={form.errors["text"]}
			/>
		</FormDialog>
	);
}
