import { CircleAlert, History } from "lucide-react";
import { useState } from "react";
import type { Retention } from "../../../contracts/retention.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { ExactMoment } from "../../ui/moment.tsx";
import { Notice } from "../../ui/notice.tsx";
import { EmptyState, ErrorState, LoadingRows } from "../../ui/states.tsx";
import { Page, Panel } from "../page.tsx";
import { useChange, useRead } from "../reading.ts";
import { useMay } from "../world.ts";
import { readRetention, readRetentionDue, runRetention } from "./operations-api.ts";
import { countsInWords, daysInWords, kindInWords } from "./retention-words.ts";

/** How long what is kept, and what the last runs let go. */
export function RetentionPage() {
	const mayRun = useMay("settings:write");
	const [isAsked, setIsAsked] = useState(false);
	const read = useRead(["retention"], readRetention);
	const due = useRead(["retention-due"], readRetentionDue);
	const run = useChange((ask) => runRetention(ask), {
		refresh: [["retention"], ["retention-due"]],
		said: () => "It runs now; what it let go stands here in a moment.",
	});
	const failure = read.data?.lastError ?? null;
	return (
		<Page
			title="Retention"
			lead="What is older than this goes by itself, once an hour. It is set by the variable RETENTION: docs/configuration.md."
			actions={
				mayRun && (
					<Button
						size="compact"
						aria-disabled={run.isPending}
						disabled={read.data === undefined}
						onClick={() => setIsAsked(true)}
					>
						Run now
					</Button>
				)
			}
		>
			{failure !== null && (
				<Notice tone="danger" icon={<CircleAlert size={14} />} className="mb-4 rounded-md">
					The last run failed and is tried again: {failure}
				</Notice>
			)}
			<Panel>
				{read.isPending && <LoadingRows />}
				{read.error !== null && (
					<ErrorState message={read.error.message} onRetry={() => void read.refetch()} />
				)}
				{read.data !== undefined && <Kinds retention={read.data} due={due.data?.counts ?? null} />}
			</Panel>
			{due.error !== null && (
				<p role="alert" className="mt-2 text-muted">
					What is due could not be counted: {due.error.message}{" "}
					<Button look="inline" size="small" onClick={() => void due.refetch()}>
						Try again
					</Button>
				</p>
			)}
			{read.data !== undefined && <Runs retention={read.data} />}
			<RunDialog
				isOpen={isAsked}
				due={due.data?.counts}
				onClose={() => setIsAsked(false)}
				onRun={() => run.mutate(undefined)}
			/>
		</Page>
	);
}

interface RunDialogProps {
	isOpen: boolean;
	/** Undefined while nobody has counted. */
	due: Readonly<Record<string, number>> | undefined;
	onClose: () => void;
	onRun: () => void;
}

function RunDialog({ isOpen, due, onClose, onRun }: RunDialogProps) {
	const isNothingDue = due !== undefined && Object.values(due).every((count) => count === 0);
	return (
		<ConfirmDialog
			isOpen={isOpen}
			title="Let go now of what is over?"
			action="Run now"
			look={isNothingDue ? "solid" : "danger"}
			onClose={onClose}
			onConfirm={onRun}
		>
			{due === undefined && "What is over goes for good, as it would within the hour."}
			{due !== undefined &&
				(isNothingDue ? "Nothing is due just now." : `Goes for good: ${countsInWords(due)}.`)}
		</ConfirmDialog>
	);
}

interface KindRow {
	readonly kind: string;
	readonly days: number | null;
	/** Null while nobody has counted. */
	readonly due: number | null;
}

function Kinds({ retention, due }: { retention: Retention; due: Readonly<Record<string, number>> | null }) {
	const rows = Object.entries(retention.settings).map(([kind, days]) => ({
		kind,
		days,
		due: due === null ? null : (due[kind] ?? 0),
	}));
	return (
		<DataTable
			caption="How long what is kept"
			columns={KIND_COLUMNS}
			rows={rows}
			rowKey={({ kind }) => kind}
		/>
	);
}

const KIND_COLUMNS: readonly Column<KindRow>[] = [
	{
		head: "Kind",
		isWide: true,
		cell: ({ kind }) => {
			const { name, goes } = kindInWords(kind);
			return (
				<>
					<span className="block font-medium">{name}</span>
					<span className="block text-xs text-muted">{goes}</span>
				</>
			);
		},
	},
	{
		head: "Goes after",
		cell: ({ days }) =>
			days === null ? <Badge>Kept</Badge> : <span className="tabular">{daysInWords(days)}</span>,
	},
	{
		head: "Due now",
		align: "end",
		cell: ({ days, due }) => (
			<span className="tabular">{days === null ? "–" : due === null ? "…" : due.toLocaleString()}</span>
		),
	},
];

function Runs({ retention: { nextRunAt, lastRunAt, receipts } }: { retention: Retention }) {
	return (
		<section className="mt-6">
			<div className="mb-2 flex flex-wrap items-baseline justify-between gap-x-4">
				<h2 className="font-semibold">Runs</h2>
				<p className="text-muted">
					{lastRunAt === null ? (
						"None yet"
					) : (
						<>
							Last: <ExactMoment at={lastRunAt} className="tabular" />
						</>
					)}
					{nextRunAt !== null && (
						<>
							{" · "}Next: <ExactMoment at={nextRunAt} className="tabular" />
						</>
					)}
				</p>
			</div>
			<Panel>
				{receipts.length === 0 ? (
					<EmptyState icon={<History size={20} />} title="Nothing was let go yet">
						Each run that lets something go leaves a receipt here and in the audit log.
					</EmptyState>
				) : (
					<DataTable
						caption="Receipts of the latest runs"
						columns={RECEIPT_COLUMNS}
						rows={receipts}
						rowKey={({ seq }) => String(seq)}
					/>
				)}
			</Panel>
		</section>
	);
}

const RECEIPT_COLUMNS: readonly Column<Retention["receipts"][number]>[] = [
	{ head: "Let go", isWide: true, cell: ({ counts }) => countsInWords(counts) },
	{
		head: "By",
		from: "sm",
		cell: ({ by }) => (by === "system" ? "The schedule" : "The command line"),
	},
	{
		head: "When",
		cell: ({ at, seq }) => (
			<span title={`Entry ${seq} of the audit log`}>
				<ExactMoment at={at} />
			</span>
		),
	},
];
