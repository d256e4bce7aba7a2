import { ChevronRight, FileClock, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { SelectField } from "../../ui/field.tsx";
import { ExactMoment } from "../../ui/moment.tsx";
import { OneLine } from "../../ui/one-line.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { Page, Panel } from "../page.tsx";
import { useRead, useRows } from "../reading.ts";
import { RowsState } from "../rows-panel.tsx";
import { useMay } from "../world.ts";
import { readUser } from "./admin-api.ts";
import { actionGroups, actionInWords, kindInWords } from "./audit-words.ts";
import { type AuditEntry, type AuditFilter, readAuditLog } from "./desk-settings-api.ts";

const NO_FILTER: AuditFilter = { action: "", actorId: "", targetId: "" };

/** Who did what. Each entry holds the hash of the one before it: none can be taken out unseen. */
export function AuditLogPage() {
	const [filter, setFilter] = useState(NO_FILTER);
	const list = useRows(["audit-log", filter], (ask, before) => readAuditLog(ask, filter, before));
	const isFiltered = isNarrowed(filter);
	return (
		<Page
			title="Audit log"
			lead="Who did what, newest first. “care audit verify” proves that nothing is missing."
		>
			<FilterForm
				filter={filter}
				actorKind={list.rows.find(({ actor }) => actor.id === filter.actorId)?.actor.kind ?? ""}
				onFilter={setFilter}
			/>
			<Panel>
				<RowsState
					list={list}
					empty={
						<EmptyState icon={<FileClock size={20} />} title="No entries">
							{isFiltered ? "Nothing fits these filters." : "Nobody has changed anything yet."}
						</EmptyState>
					}
				>
					<ul className="divide-y divide-line">
						{list.rows.map((entry) => (
							<Entry
								key={entry.seq}
								entry={entry}
								onActor={(actorId) => setFilter({ ...filter, actorId })}
								onTarget={(targetId) => setFilter({ ...filter, targetId })}
							/>
						))}
					</ul>
				</RowsState>
			</Panel>
		</Page>
	);
}

interface EntryProps {
	entry: AuditEntry;
	onActor: (id: string) => void;
	onTarget: (id: string) => void;
}

function Entry({ entry, onActor, onTarget }: EntryProps) {
	const { seq, at, actor, action, target, details, requestId, hash } = entry;
	return (
		<li>
			<details className="group">
				<summary className="flex min-h-10 list-none items-center gap-3 px-4 py-1.5 hover:bg-panel">
					<ChevronRight
						aria-hidden="true"
						size={14}
						className="shrink-0 text-muted transition-transform group-open:rotate-90"
					/>
					<span className="flex min-w-0 flex-1 items-center gap-x-3 max-sm:flex-col max-sm:items-start">
						<span className="min-w-0 wrap-anywhere sm:flex-1">
							<span className="font-medium" title={action}>
								{actionInWords(action)}
							</span>
							{target !== null && target.kind === "user" && target.id !== actor.id && (
								<span className="ms-2 text-muted">
									<ActorName kind={target.kind} id={target.id} otherwise="" />
								</span>
							)}
						</span>
						<span className="max-w-full min-w-0 text-muted max-sm:text-xs sm:flex-1">
							<OneLine>
								<ActorName kind={actor.kind} id={actor.id} />
							</OneLine>
						</span>
						<ExactMoment at={at} className="text-xs text-muted" />
					</span>
				</summary>
				<dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 px-4 pt-1 pb-3 ps-11 text-xs">
					<Fact name="Entry">{seq}</Fact>
					<Fact name="Action">
						<code className="font-mono break-all">{action}</code>
					</Fact>
					<Fact name="Who">
						{kindInWords(actor.kind)} <IdButton id={actor.id} onFilter={onActor} />
					</Fact>
					{target !== null && (
						<Fact name="To what">
							{kindInWords(target.kind)} <IdButton id={target.id} onFilter={onTarget} />
						</Fact>
					)}
					{requestId !== null && <Fact name="Request">{requestId}</Fact>}
					<Fact name="Details">
						<code className="font-mono break-all whitespace-pre-wrap">{JSON.stringify(details)}</code>
					</Fact>
					<Fact name="Hash">
						<code className="font-mono break-all">{hash}</code>
					</Fact>
				</dl>
			</details>
		</li>
	);
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<>
			<dt className="text-muted">{name}</dt>
			<dd className="min-w-0 break-words">{children}</dd>
		</>
	);
}

function IdButton({ id, onFilter }: { id: string | null; onFilter: (id: string) => void }) {
	if (id === null) return null;
	return (
		<button
			type="button"
			title="Only this one"
			className="rounded-sm font-mono break-all text-accent-ink hover:underline"
			onClick={() => onFilter(id)}
		>
			{id}
		</button>
	);
}

function isNarrowed(filter: AuditFilter): boolean {
	return Object.values(filter).some((words) => words !== "");
}

interface FilterFormProps {
	filter: AuditFilter;
	/** What they are who are asked for. */
	actorKind: string;
	onFilter: (filter: AuditFilter) => void;
}

/** The action is chosen from all that there are; who and to what are chosen in an entry, and stand here until they are taken away. */
function FilterForm({ filter, actorKind, onFilter }: FilterFormProps) {
	return (
		<div className="mb-3 flex flex-wrap items-end gap-2">
			<SelectField
				label="Action"
				value={filter.action}
				className="min-w-40 flex-1 sm:max-w-80"
				onChange={({ currentTarget }) => onFilter({ ...filter, action: currentTarget.value })}
			>
				<option value="">Everything</option>
				{actionGroups().map(({ name, actions }) => (
					<optgroup key={name} label={name}>
						{actions.map(({ action, words }) => (
							<option key={action} value={action}>
								{words}
							</option>
						))}
					</optgroup>
				))}
			</SelectField>
			{filter.actorId !== "" && (
				<Chosen what="By" onTakeAway={() => onFilter({ ...filter, actorId: "" })}>
					<ActorName kind={actorKind} id={filter.actorId} otherwise={filter.actorId} />
				</Chosen>
			)}
			{filter.targetId !== "" && (
				<Chosen what="To" onTakeAway={() => onFilter({ ...filter, targetId: "" })}>
					{filter.targetId}
				</Chosen>
			)}
			{isNarrowed(filter) && (
				<Button size="compact" look="quiet" onClick={() => onFilter(NO_FILTER)}>
					Clear
				</Button>
			)}
		</div>
	);
}

interface ChosenProps {
	what: string;
	children: ReactNode;
	onTakeAway: () => void;
}

function Chosen({ what, children, onTakeAway }: ChosenProps) {
	return (
		<Button size="compact" title="Take this filter away" className="max-w-full" onClick={onTakeAway}>
			<span className="min-w-0 truncate">
				<span className="font-normal text-muted">{what}</span> {children}
			</span>
			<X aria-hidden="true" size={14} className="shrink-0" />
			<span className="sr-only">, take this filter away</span>
		</Button>
	);
}

interface ActorNameProps {
	kind: string;
	id: string | null;
	/** What is said where nobody of this id has an account. */
	otherwise?: string;
}

/** The name of somebody with an account; of everybody else, what they are, told apart by the end of their id. */
function ActorName({ kind, id, otherwise }: ActorNameProps) {
	const mayRead = useMay("users:read");
	const isUser = kind === "user" && id !== null;
	const user = useRead(["user", id], (ask) => readUser(ask, id ?? ""), isUser && mayRead);
	const what = kindInWords(kind);
	return user.data?.name ?? otherwise ?? (id === null ? what : `${what} ${id.slice(-4)}`);
}
