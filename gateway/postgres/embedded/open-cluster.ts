import { cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PGlite } from "@electric-sql/pglite";

/**
 * Opens the database of a folder, and makes it when there is none. Making one (initdb) takes seconds, so the first
 * one made with this version of PGlite is kept as a template: every later folder begins as its copy.
 * A folder whose making was cut short is made again.
 *
 * @param templateDir - where the template is, or will be; null to do without
 */
export async function openCluster(dataDir: string, templateDir: string | null): Promise<PGlite> {
	const mark = `${dataDir}.making`;
	if (existsSync(mark)) rmSync(dataDir, { recursive: true, force: true });
	if (existsSync(join(dataDir, "PG_VERSION"))) return PGlite.create(dataDir);
	writeFileSync(mark, "");
	const database = await makeCluster(dataDir, templateDir);
	rmSync(mark);
	return database;
}

async function makeCluster(dataDir: string, templateDir: string | null): Promise<PGlite> {
	if (templateDir !== null && existsSync(templateDir)) {
		try {
			cpSync(templateDir, dataDir, { recursive: true });
			return await PGlite.create(dataDir);
		} catch (error) {
			rmSync(templateDir, { recursive: true, force: true }); // the next start makes a better one
			throw error;
		}
	}
	const database = await PGlite.create(dataDir);
	await database.exec("CHECKPOINT");
	if (templateDir !== null) keepTemplate(dataDir, templateDir);
	return database;
}

/** Nothing writes at this moment, so the files are whole; a template that cannot be kept only costs time later. */
function keepTemplate(dataDir: string, templateDir: string): void {
	const unfinished = `${templateDir}.${process.pid}`;
	try {
		mkdirSync(dirname(templateDir), { recursive: true });
		cpSync(dataDir, unfinished, { recursive: true });
		renameSync(unfinished, templateDir);
	} catch {
		rmSync(unfinished, { recursive: true, force: true }); // read-only, full, or another gateway was first
	}
}
