import { useQueryClient } from "@tanstack/react-query";
import { Store, Trash2 } from "lucide-react";
import { useState } from "react";
import { Route, Switch, useLocation } from "wouter";
import { isOpen } from "../../../contracts/business-hours.ts";
import { DEFAULT_SITE_NAME, type DeskSite } from "../../../contracts/sites.ts";
import { useForm } from "../../api/use-form.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import type { Column } from "../../ui/data-table.tsx";
import { InputField } from "../../ui/field.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { EmptyState } from "../../ui/states.tsx";
import { useNow } from "../../ui/use-now.ts";
import { FormDialog } from "../form-dialog.tsx";
import { Page } from "../page.tsx";
import { useChange, useRead } from "../reading.ts";
import { RowsPanel } from "../rows-panel.tsx";
import { NavLink } from "../shell/nav-link.tsx";
import { useDesk, useMay } from "../world.ts";
import { SitePage } from "./site-page.tsx";
import { createSite, deleteSite, readSites } from "./sites-api.ts";

export function SitesPage() {
	return (
		<Switch>
			<Route path="/admin/sites/:id">{({ id }) => <SitePage key={id} id={id} />}</Route>
			<Route>
				<SiteList />
			</Route>
		</Switch>
	);
}

/** Where the chat stands: each site has its own look, origins and hours. */
function SiteList() {
	const [isMaking, setIsMaking] = useState(false);
	const [doomed, setDoomed] = useState<DeskSite | null>(null);
	const mayChange = useMay("settings:write");
	const read = useRead(["sites"], readSites);
	const remove = useChange(deleteSite, {
		refresh: [["sites"]],
		said: (_nothing, { key }) => `The site ${key} is deleted.`,
	});
	return (
		<Page
			title="Sites"
			lead="Where your chat stands: look, pages that may show it, and hours at which somebody is there."
			actions={
				mayChange && (
					<Button look="solid" size="compact" onClick={() => setIsMaking(true)}>
						New site
					</Button>
				)
			}
		>
			<RowsPanel
				list={{ ...read, rows: read.data?.sites ?? [] }}
				caption="Sites"
				rowKey={({ id }) => id}
				columns={mayChange ? [...COLUMNS, deleteColumn(setDoomed)] : COLUMNS}
				empty={<EmptyState icon={<Store size={20} />} title="No sites" />}
			/>
			{isMaking && <NewSiteDialog onClose={() => setIsMaking(false)} />}
			<ConfirmDialog
				isOpen={doomed !== null}
				title={`Delete the site ${doomed?.key ?? ""}?`}
				action="Delete the site"
				onClose={() => setDoomed(null)}
				onConfirm={() => doomed !== null && remove.mutate(doomed)}
			>
				Its pages can chat no longer. Conversations that were had there stay.
			</ConfirmDialog>
		</Page>
	);
}

const COLUMNS: readonly Column<DeskSite>[] = [
	{
		head: "Name",
		isWide: true,
		cell: (site) => (
			<>
				<SiteLink site={site} />
				<span className="sm:hidden">
					<Hours site={site} />
				</span>
			</>
		),
	},
	{
		head: "Pages",
		from: "sm",
		cell: ({ allowedOrigins }) =>
			allowedOrigins.length === 0 ? (
				<span className="text-muted">Our own</span>
			) : (
				<span className="tabular" title={allowedOrigins.join(", ")}>
					{allowedOrigins.length === 1 ? "1 origin" : `${allowedOrigins.length} origins`}
				</span>
			),
	},
	{ head: "Hours", from: "sm", cell: (site) => <Hours site={site} /> },
];

function SiteLink({ site: { id, name, key, isDefault } }: { site: DeskSite }) {
	return (
		<NavLink to={`/admin/sites/${id}`} className="block rounded-sm py-0.5 hover:underline">
			<span dir="auto" className="block w-fit font-medium wrap-anywhere">
				{name ?? DEFAULT_SITE_NAME}
			</span>
			<span className="block font-mono text-xs text-muted wrap-anywhere">
				{key}
				{isDefault && " · always there"}
			</span>
		</NavLink>
	);
}

function Hours({ site: { businessHours } }: { site: DeskSite }) {
	const nowMs = useNow(60_000);
	if (businessHours === null) return <Badge>Always</Badge>;
	return isOpen(businessHours, nowMs) ? <Badge tone="good">Open now</Badge> : <Badge>Closed now</Badge>;
}

function deleteColumn(onDelete: (site: DeskSite) => void): Column<DeskSite> {
	return {
		head: "Actions",
		isHeadHidden: true,
		align: "end",
		cell: (site) =>
			!site.isDefault && (
				<IconButton
					label={`Delete ${site.key}`}
					icon={<Trash2 size={14} />}
					className="size-8"
					onClick={() => onDelete(site)}
				/>
			),
	};
}

function NewSiteDialog({ onClose }: { onClose: () => void }) {
	const { ask } = useDesk();
	const queries = useQueryClient();
	const [, navigate] = useLocation();
	const form = useForm(
		({ key = "", name = "" }) => createSite(ask, { key, name }),
		({ id }) => {
			void queries.invalidateQueries({ queryKey: ["sites"] });
			navigate(`/admin/sites/${id}`);
		},
	);
	return (
		<FormDialog isOpen onClose={onClose} title="New site" form={form} submit="Make the site">
			<InputField label="Name" name="name" required maxLength={60} error={form.errors["name"]} />
			<InputField
				label="Key"
				name="key"
				required
				autoComplete="off"
				hint="Names it in your pages, and never changes: small letters, digits and -"
				error={form.errors["key"]}
			/>
		</FormDialog>
	);
}
