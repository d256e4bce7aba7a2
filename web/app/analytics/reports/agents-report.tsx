import { UsersRound } from "lucide-react";
import { AgentsReport } from "../../../../contracts/analytics.ts";
import { EmptyState } from "../../../ui/states.tsx";
import { useReport, useReportPath } from "../analytics-api.ts";
import { type FigureColumn, FiguresTable } from "../figures-table.tsx";
import { MEDIAN_ABOUT } from "../metrics.ts";
import { CsvButton, ReportPanel, ReportParts } from "../report-panel.tsx";

type Row = AgentsReport["rows"][number];

/** Who did how much, and how long customers waited for them. */
export function AgentsPart() {
	const path = useReportPath("agents");
	const read = useReport(AgentsReport, path);
	return (
		<ReportParts read={read}>
			{({ rows }) => (
				<ReportPanel
					title="Agents"
					about="People who wrote in conversations of the range, whenever they did."
					actions={<CsvButton path={path} of="agents" />}
				>
					{rows.length === 0 ? (
						<EmptyState icon={<UsersRound size={20} />} title="No person answered">
							In this range, with these filters, the bot was alone.
						</EmptyState>
					) : (
						<AgentTable rows={rows} />
					)}
				</ReportPanel>
			)}
		</ReportParts>
	);
}

function AgentTable({ rows }: { rows: readonly Row[] }) {
	const most = Math.max(1, ...rows.map(({ conversations }) => conversations));
	return (
		<FiguresTable
			caption="Agents"
			rows={rows}
			rowKey={({ agentId }) => agentId}
			first={{ head: "Agent", name: ({ name }) => name ?? "Somebody who is gone" }}
			bar={({ conversations }) => conversations / most}
			columns={COLUMNS}
		/>
	);
}

const ratedOf = ({ ratings }: Row): number => ratings.reduce((sum, count) => sum + count, 0);
const behind = ({ agentId }: Row) => ({ agentId });

const COLUMNS: readonly FigureColumn<Row>[] = [
	{
		head: "Conversations",
		about: "In which this person wrote.",
		format: "count",
		value: ({ conversations }) => conversations,
		before: ({ conversationsBefore }) => conversationsBefore,
		behind,
	},
	{
		head: "Messages",
		about: "That this person wrote to customers in these conversations.",
		format: "count",
		value: ({ messages }) => messages,
		behind,
	},
	{
		head: "Resolved",
		about: "Conversations that this person resolved, and that are resolved still.",
		format: "count",
		value: ({ resolved }) => resolved,
		behind: ({ agentId }) => ({ agentId, isResolvedByAgent: true }),
	},
	{
		head: "Replies",
		about: "Answers to a customer who waited: since the handoff, or the first unanswered message.",
		format: "count",
		value: ({ replies }) => replies.count,
		behind,
	},
	{
		head: "Reply, median",
		about: MEDIAN_ABOUT,
		format: "time",
		value: ({ replies }) => replies.medianMs,
		behind,
	},
	{
		head: "Reply, 90th percentile",
		about: MEDIAN_ABOUT,
		format: "time",
		value: ({ replies }) => replies.p90Ms,
		behind,
	},
	{
		head: "Reply, mean",
		about: "All times of reply ÷ replies.",
		format: "time",
		value: ({ replies }) => replies.meanMs,
		behind,
	},
	{
		head: "Ratings",
		about: "Ratings of conversations in which this person wrote.",
		format: "count",
		value: ratedOf,
		behind: ({ agentId }) => ({ agentId, figure: "rated" }),
	},
	{
		head: "Satisfied",
		about: "Ratings of 4 and 5 ÷ ratings.",
		format: "share",
		value: (row) => {
			const [, , , four, five] = row.ratings;
			return ratedOf(row) === 0 ? null : (four + five) / ratedOf(row);
		},
		behind: ({ agentId }) => ({ agentId, figure: "rated" }),
	},
];
