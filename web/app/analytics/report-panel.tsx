import { Download } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { saveFile } from "../../api/save-file.ts";
import { Button } from "../../ui/button.tsx";
import { classNames } from "../../ui/class-names.ts";
import { ErrorState, LoadingRows } from "../../ui/states.tsx";
import { Panel } from "../page.tsx";
import { useDesk } from "../world.ts";
import { About } from "./about.tsx";
import { useReportWorld } from "./report-context.ts";

interface ReportPanelProps {
	title: string;
	about?: string;
	/** Beside the title: choices of this panel alone. */
	actions?: ReactNode;
	children: ReactNode;
	className?: string;
}

/** A part of a report, with its heading. */
export function ReportPanel({ title, about, actions, children, className }: ReportPanelProps) {
	const id = useId();
	return (
		<section aria-labelledby={id} className={classNames("min-w-0", className)}>
			<Panel className="h-full">
				<div className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 pt-2.5">
					<h2 className="font-semibold">
						<span id={id}>{title}</span>
						{about !== undefined && <About of={title}>{about}</About>}
					</h2>
					{actions !== undefined && (
						<div className="flex flex-wrap items-center gap-1.5 max-sm:w-full">{actions}</div>
					)}
				</div>
				{children}
			</Panel>
		</section>
	);
}

/** The table of a report as a file. @param path - of the API, with the report's filters */
export function CsvButton({ path, of }: { path: string; of: string }) {
	const { askFile, toasts } = useDesk();
	const { span, report } = useReportWorld();
	const [isWorking, setIsWorking] = useState(false);
	const download = async (): Promise<void> => {
		setIsWorking(true);
		const file = await askFile(`${path}&format=csv`);
		setIsWorking(false);
		if (!file.ok) toasts.show({ text: file.fault.message, tone: "danger" });
		else saveFile(`${report}-${span.from.slice(0, 10)}-${span.to.slice(0, 10)}.csv`, file.value);
	};
	return (
		<Button
			look="quiet"
			size="small"
			aria-label={`CSV of ${of}`}
			aria-disabled={isWorking}
			onClick={() => void (isWorking || download())}
		>
			<Download aria-hidden="true" size={14} />
			CSV
		</Button>
	);
}

interface Read<Report> {
	readonly data: Report | undefined;
	readonly isPending: boolean;
	readonly isPlaceholderData: boolean;
	readonly error: Error | null;
	readonly refetch: () => unknown;
}

interface ReportStateProps<Report> {
	read: Read<Report>;
	children: (report: Report) => ReactNode;
}

/** A report in each of its states; while another range is counted, the numbers of the last one stay, and look like it. */
export function ReportParts<Report>({ read, children }: ReportStateProps<Report>) {
	if (read.isPending)
		return (
			<Panel>
				<LoadingRows rows={8} />
			</Panel>
		);
	if (read.error !== null || read.data === undefined)
		return (
			<Panel>
				<ErrorState
					message={read.error?.message ?? "The figures could not be read."}
					onRetry={() => void read.refetch()}
				/>
			</Panel>
		);
	return (
		<div
			aria-busy={read.isPlaceholderData}
			className={classNames(
				"grid gap-4 transition-opacity duration-150",
				read.isPlaceholderData && "opacity-60",
			)}
		>
			{children(read.data)}
		</div>
	);
}
