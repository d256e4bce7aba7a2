-- The audit log only grows. Who may change the schema can drop these triggers; what is changed then breaks the chain of
-- hashes, which `care audit verify` finds.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger
	LANGUAGE plpgsql
AS $$
BEGIN
	RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER "audit_log_only_grows" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_log"
	FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
--> statement-breakpoint
CREATE TRIGGER "audit_head_stays" BEFORE DELETE OR TRUNCATE ON "audit_head"
	FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
--> statement-breakpoint
CREATE TRIGGER "audit_head_moves_by_one" BEFORE UPDATE ON "audit_head"
	FOR EACH ROW WHEN (NEW."last_seq" <> OLD."last_seq" + 1 OR NEW."previous_hash" <> OLD."last_hash")
	EXECUTE FUNCTION "refuse_audit_change"();
