CREATE TABLE "csat" (
	"conversation_id" uuid NOT NULL,
	"resolved_seq" integer NOT NULL,
	"entry_seq" integer NOT NULL,
	"rating" smallint NOT NULL,
	"comment" text,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "csat_conversation_id_resolved_seq_pk" PRIMARY KEY("conversation_id","resolved_seq"),
	CONSTRAINT "csat_rating" CHECK ("csat"."rating" between 1 and 5)
);
--> statement-breakpoint
ALTER TABLE "csat" ADD CONSTRAINT "csat_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "csat_by_time" ON "csat" USING btree ("at" DESC NULLS LAST,"conversation_id","resolved_seq");