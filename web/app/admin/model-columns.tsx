import { Ellipsis } from "lucide-react";
import type { DeskModel } from "../../../contracts/models.ts";
import { Badge } from "../../ui/badge.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Menu } from "../../ui/menu.tsx";
import { ExactMoment } from "../../ui/moment.tsx";
import { OneLine } from "../../ui/one-line.tsx";

/** So many characters of a checksum tell models apart; the whole one is in the tooltip. */
const SHORT = 12;

interface Actions {
	onPublish: (model: DeskModel) => void;
	onDelete: (model: DeskModel) => void;
}

/** @param actions - null for those who may only look */
export function modelColumns(actions: Actions | null): readonly Column<DeskModel>[] {
	return actions === null ? COLUMNS : [...COLUMNS, actionsColumn(actions)];
}

const COLUMNS: readonly Column<DeskModel>[] = [
	{
		head: "Model",
		isWide: true,
		cell: ({ fileName, assistantId }) => (
			<>
				<OneLine className="font-medium" title={fileName}>
					{fileName}
				</OneLine>
				<span className="block truncate text-xs text-muted">{assistantId}</span>
			</>
		),
	},
	{
		head: "Version",
		from: "md",
		cell: ({ modelId }) => <Fingerprint value={modelId} />,
	},
	{ head: "Checksum", from: "lg", cell: ({ id }) => <Fingerprint value={id} /> },
	{
		head: "Size",
		from: "sm",
		align: "end",
		cell: ({ bytes }) => <span className="tabular whitespace-nowrap">{sizeInWords(bytes)}</span>,
	},
	{ head: "Kept since", from: "md", cell: ({ createdAt }) => <ExactMoment at={createdAt} /> },
	{
		head: "State",
		cell: ({ isActive }) =>
			isActive ? <Badge tone="good">Live</Badge> : <span className="text-muted">Kept</span>,
	},
];

function Fingerprint({ value }: { value: string }) {
	return (
		<span className="font-mono text-xs" title={value}>
			{value.slice(0, SHORT)}
		</span>
	);
}

/** 1,234,567 bytes as "1.2 MB". */
export function sizeInWords(bytes: number): string {
	const isLarge = bytes >= 1_000_000;
	return new Intl.NumberFormat(undefined, {
		style: "unit",
		unit: isLarge ? "megabyte" : "kilobyte",
		maximumFractionDigits: isLarge ? 1 : 0,
	}).format(isLarge ? bytes / 1_000_000 : Math.max(1, bytes / 1_000));
}

function actionsColumn({ onPublish, onDelete }: Actions): Column<DeskModel> {
	return {
		head: "Actions",
		isHeadHidden: true,
		align: "end",
		cell: (model) =>
			!model.isActive && (
				<Menu
					trigger={
						<IconButton
							label={`Actions for ${model.fileName}`}
							icon={<Ellipsis size={16} />}
							className="size-8"
						/>
					}
					groups={[
						{ items: [{ label: "Make live…", run: () => onPublish(model) }] },
						{ items: [{ label: "Delete…", tone: "danger", run: () => onDelete(model) }] },
					]}
				/>
			),
	};
}
