import { ClipboardList } from "lucide-react";
import { FormsReport } from "../../../../contracts/analytics.ts";
import { EmptyState } from "../../../ui/states.tsx";
import { Panel } from "../../page.tsx";
import { useReport, useReportPath } from "../analytics-api.ts";
import { Delta, Figure } from "../figure.tsx";
import { type FigureColumn, FiguresTable } from "../figures-table.tsx";
import { inWords } from "../names.ts";
import { CsvButton, ReportPanel, ReportParts } from "../report-panel.tsx";

type Form = FormsReport["forms"][number];
type Slot = Form["slots"][number] & { readonly form: string };

/** How far customers come in each form. */
export function FormsPart() {
	const path = useReportPath("forms");
	const read = useReport(FormsReport, path);
	return (
		<ReportParts read={read}>
			{({ forms }) =>
				forms.length === 0 ? (
					<Panel>
						<EmptyState icon={<ClipboardList size={20} />} title="No form was begun">
							In this range, with these filters.
						</EmptyState>
					</Panel>
				) : (
					<>
						<ReportPanel
							title="Forms"
							about="Started: the form began in the conversation. Completed: its last run ended with the slot filled that it asked for last. Abandoned: the others, as it stands."
							actions={<CsvButton path={path} of="forms" />}
						>
							<FiguresTable
								caption="Forms"
								rows={forms}
								rowKey={({ form }) => form}
								first={{ head: "Form", name: ({ form }) => inWords(form), title: ({ form }) => form }}
								columns={FORMS}
							/>
						</ReportPanel>
						<div className="grid gap-4 lg:grid-cols-2">
							{forms.map((form) => (
								<Funnel key={form.form} form={form} />
							))}
						</div>
					</>
				)
			}
		</ReportParts>
	);
}

const completionOf = ({ started, completed }: Form): number | null =>
	started === 0 ? null : completed / started;

const FORMS: readonly FigureColumn<Form>[] = [
	{
		head: "Started",
		about: "Conversations in which the form began.",
		format: "count",
		value: ({ started }) => started,
		before: ({ startedBefore }) => startedBefore,
		behind: ({ form }) => ({ form, step: "started" }),
	},
	{
		head: "Completed",
		about: "Conversations in which the form's last run ended with the slot filled that it asked for last.",
		format: "count",
		value: ({ completed }) => completed,
		before: ({ completedBefore }) => completedBefore,
		better: "up",
		behind: ({ form }) => ({ form, step: "completed" }),
	},
	{
		head: "Abandoned",
		about: "Started − completed.",
		format: "count",
		value: ({ abandoned }) => abandoned,
		behind: ({ form }) => ({ form, step: "abandoned" }),
	},
	{
		head: "Completion",
		about: "Completed ÷ started.",
		format: "share",
		value: completionOf,
		behind: ({ form }) => ({ form, step: "completed" }),
	},
];

/** From the start to the end: how many are still there at each slot. */
function Funnel({ form }: { form: Form }) {
	const { started, completed, slots, startedBefore, completedBefore } = form;
	const completionBefore =
		startedBefore === null || startedBefore === 0 ? null : (completedBefore ?? 0) / startedBefore;
	return (
		<ReportPanel
			title={inWords(form.form)}
			actions={
				<span className="flex items-baseline gap-2">
					<span className="text-xs text-muted">Completion</span>
					<Delta value={completionOf(form)} before={completionBefore} format="share" better="up" />
					<Figure
						value={completionOf(form)}
						format="share"
						behind={{ form: form.form, step: "completed" }}
						className="font-semibold"
					/>
				</span>
			}
		>
			<ol className="px-4 pt-1 pb-3">
				<Step name="Started" value={started} of={started} form={form.form} step="started" />
				{slots.map(({ slot, asked, filled }) => (
					<Step
						key={slot}
						name={inWords(slot)}
						value={filled}
						asked={asked}
						of={started}
						form={form.form}
						slot={slot}
						step="filled"
					/>
				))}
				<Step name="Completed" value={completed} of={started} form={form.form} step="completed" />
			</ol>
			<div className="border-t border-line">
				<FiguresTable
					caption={`Slots of ${inWords(form.form)}`}
					rows={slots.map((slot): Slot => ({ ...slot, form: form.form }))}
					rowKey={({ slot }) => slot}
					first={{ head: "Slot", name: ({ slot }) => inWords(slot), title: ({ slot }) => slot }}
					columns={SLOTS}
				/>
			</div>
		</ReportPanel>
	);
}

interface StepProps {
	name: string;
	value: number;
	/** How many were asked for it; the light part of the bar. */
	asked?: number;
	of: number;
	form: string;
	slot?: string;
	step: "started" | "filled" | "completed";
}

function Step({ name, value, asked, of, form, slot, step }: StepProps) {
	const wide = (part: number) => ({ width: `${of === 0 ? 0 : Math.min(1, part / of) * 100}%` });
	return (
		<li className="flex min-h-8 items-center gap-3">
			<span className="w-32 shrink-0 truncate" title={name}>
				{name}
			</span>
			<span aria-hidden="true" className="relative h-4 min-w-0 flex-1 overflow-hidden rounded-sm bg-panel">
				{asked !== undefined && (
					<span className="absolute inset-y-0 start-0 rounded-sm bg-heat-2" style={wide(asked)} />
				)}
				<span className="absolute inset-y-0 start-0 rounded-sm bg-chart-1" style={wide(value)} />
			</span>
			<Figure
				value={value}
				format="count"
				label={name}
				behind={{ form, step, ...(slot === undefined ? {} : { slot }) }}
				className="w-12 shrink-0 text-end"
			/>
		</li>
	);
}

const ofSlot =
	(step: "asked" | "filled" | "abandoned") =>
	({ form, slot }: Slot) => ({ form, slot, step });
const SLOTS: readonly FigureColumn<Slot>[] = [
	{ head: "Asked", format: "count", value: ({ asked }) => asked, behind: ofSlot("asked") },
	{ head: "Filled", format: "count", value: ({ filled }) => filled, behind: ofSlot("filled") },
	{ head: "Abandoned", format: "count", value: ({ abandoned }) => abandoned, behind: ofSlot("abandoned") },
];
