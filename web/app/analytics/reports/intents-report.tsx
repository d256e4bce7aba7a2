import { Tags } from "lucide-react";
import type { z } from "zod";
import { IntentsReport, type IntentRow } from "../../../../contracts/analytics.ts";
import { EmptyState } from "../../../ui/states.tsx";
import { useReport, useReportPath } from "../analytics-api.ts";
import { type FigureColumn, FiguresTable, type NameColumn } from "../figures-table.tsx";
import { inWords } from "../names.ts";
import { CsvButton, ReportPanel, ReportParts } from "../report-panel.tsx";

type Row = z.infer<typeof IntentRow>;
type Pair = IntentsReport["confused"][number];

/** What customers wanted: most, rising, and hard to tell apart. */
export function IntentsPart() {
	const path = useReportPath("intents", { limit: "200" });
	const read = useReport(IntentsReport, path);
	return (
		<ReportParts read={read}>
			{({ top, rising, confused }) => (
				<>
					<ReportPanel
						title="Top intents"
						about="Messages to the bot by what they were taken to mean, without those that were not understood. Share: of all understood messages."
						actions={<CsvButton path={path} of="top intents" />}
					>
						<IntentTable caption="Top intents" rows={top} />
					</ReportPanel>
					<div className="grid gap-4 lg:grid-cols-2">
						<ReportPanel
							title="Rising"
							about="Most more messages than in the period before, which is as long as the range."
							actions={<CsvButton path={`${path}&list=rising`} of="rising intents" />}
						>
							<RisingTable rows={rising} />
						</ReportPanel>
						<ReportPanel
							title="Confused"
							about="The two best intents of a message were less than 0.2 apart in confidence."
							actions={<CsvButton path={`${path}&list=confused`} of="confused intents" />}
						>
							<ConfusedTable rows={confused} />
						</ReportPanel>
					</div>
				</>
			)}
		</ReportParts>
	);
}

const nothing = (text: string) => (
	<EmptyState icon={<Tags size={20} />} title={text}>
		In this range, with these filters.
	</EmptyState>
);

const INTENT: NameColumn<Row> = {
	head: "Intent",
	name: ({ intent }) => inWords(intent),
	title: ({ intent }) => intent,
};
const PAIR: NameColumn<Pair> = {
	head: "Taken for · could have been",
	name: ({ intent }) => inWords(intent),
	note: ({ other }) => inWords(other),
	title: ({ intent, other }) => `${intent} · ${other}`,
};

const behind = ({ intent }: { intent: string }) => ({ intent });

const TOP: readonly FigureColumn<Row>[] = [
	{
		head: "Messages",
		about: "Messages to the bot that were taken to mean this.",
		format: "count",
		value: ({ messages }) => messages,
		before: ({ messagesBefore }) => messagesBefore,
		behind,
	},
	{
		head: "Conversations",
		about: "In which at least one message was taken to mean this.",
		format: "count",
		value: ({ conversations }) => conversations,
		behind,
	},
	{
		head: "Share",
		about: "Its messages ÷ messages of all intents.",
		format: "share",
		from: "sm",
		value: ({ share }) => share,
		behind,
	},
];

function IntentTable({ caption, rows }: { caption: string; rows: readonly Row[] }) {
	if (rows.length === 0) return nothing("Nothing was asked");
	const most = Math.max(...rows.map(({ messages }) => messages));
	return (
		<FiguresTable
			caption={caption}
			isTall
			rows={rows}
			rowKey={({ intent }) => intent}
			first={INTENT}
			bar={({ messages }) => messages / most}
			columns={TOP}
		/>
	);
}

const RISING: readonly FigureColumn<Row>[] = [
	{
		head: "More",
		about: "Messages of the range − messages of the period before.",
		format: "count",
		value: ({ messages, messagesBefore }) => messages - (messagesBefore ?? 0),
		behind,
	},
	{
		head: "Messages",
		about: "Of the range.",
		format: "count",
		value: ({ messages }) => messages,
		behind,
	},
	{
		head: "Before",
		about: "Messages of the period before, which is as long as the range.",
		format: "count",
		value: ({ messagesBefore }) => messagesBefore,
	},
];

function RisingTable({ rows }: { rows: readonly Row[] }) {
	if (rows.length === 0) return nothing("Nothing rises");
	return (
		<FiguresTable
			caption="Rising intents"
			isTall
			rows={rows}
			rowKey={({ intent }) => intent}
			first={INTENT}
			columns={RISING}
		/>
	);
}

const behindPair = ({ intent, other }: Pair) => ({ intent, confusedWith: other });
const CONFUSED: readonly FigureColumn<Pair>[] = [
	{
		head: "Messages",
		about: "To the bot, taken for the one intent where the other was less than 0.2 behind.",
		format: "count",
		value: ({ messages }) => messages,
		behind: behindPair,
	},
	{
		head: "Conversations",
		about: "In which there is such a message.",
		format: "count",
		value: ({ conversations }) => conversations,
		behind: behindPair,
	},
];

function ConfusedTable({ rows }: { rows: readonly Pair[] }) {
	if (rows.length === 0) return nothing("Nothing was hard to tell apart");
	return (
		<FiguresTable
			caption="Confused intents"
			isTall
			rows={rows}
			rowKey={({ intent, other }) => `${intent} ${other}`}
			first={PAIR}
			columns={CONFUSED}
		/>
	);
}
