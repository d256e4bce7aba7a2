import { ChartColumn } from "lucide-react";
import { OverviewReport } from "../../../../contracts/analytics.ts";
import { EmptyState } from "../../../ui/states.tsx";
import { Panel } from "../../page.tsx";
import { useReport, useReportPath } from "../analytics-api.ts";
import { useReportWorld } from "../report-context.ts";
import { ReportParts } from "../report-panel.tsx";
import { groupFor } from "../report-state.ts";
import { KeyFigures } from "./key-figures.tsx";
import { OpinionPanel } from "./opinion-panel.tsx";
import { ResolutionPanel } from "./resolution-panel.tsx";
import { SeriesPanel } from "./series-panel.tsx";
import { TimesPanel } from "./times-panel.tsx";
import { VolumePanel } from "./volume-panel.tsx";

/** How it goes, at a glance and in full. */
export function OverviewPart() {
	const { state, span } = useReportWorld();
	const groupBy = state.groupBy || groupFor(span);
	const path = useReportPath("overview", { groupBy });
	const read = useReport(OverviewReport, path);
	return (
		<ReportParts read={read}>
			{(report) =>
				report.total.conversations === 0 && (report.before?.conversations ?? 0) === 0 ? (
					<Panel>
						<EmptyState icon={<ChartColumn size={20} />} title="No conversations in this range">
							Take a longer range, or fewer filters. Test conversations are left out unless you ask for them.
						</EmptyState>
					</Panel>
				) : (
					<>
						<KeyFigures report={report} />
						<SeriesPanel report={report} groupBy={groupBy} path={path} />
						<div className="grid gap-4 lg:grid-cols-2">
							<ResolutionPanel report={report} />
							<TimesPanel report={report} />
							<OpinionPanel report={report} />
							<VolumePanel report={report} />
						</div>
					</>
				)
			}
		</ReportParts>
	);
}
