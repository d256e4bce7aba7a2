-- What was erased stays erased: a flush that was on its way when its customer's data were erased, or that an object brings
-- later which Postgres had not heard of, is refused. AFTER, so that the look is taken once the insert has waited for
-- whoever deletes the same row. A conversation that begins after the erasure is a new one.
CREATE FUNCTION "refuse_erased_conversation"() RETURNS trigger
	LANGUAGE plpgsql
AS $$
BEGIN
	IF EXISTS (
		SELECT FROM "erasures" e WHERE e."contact_id" = NEW."contact_id" AND e."requested_at" >= NEW."created_at"
	) THEN
		RAISE EXCEPTION 'the conversation was erased' USING ERRCODE = 'CE001';
	END IF;
	RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "conversations_stay_erased" AFTER INSERT ON "conversations"
	FOR EACH ROW WHEN (NEW."contact_id" IS NOT NULL) EXECUTE FUNCTION "refuse_erased_conversation"();
