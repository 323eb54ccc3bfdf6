// Made by scripts/types.mjs from the hub's OpenAPI document; scripts/types makes it anew.
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description What a person did */
        AuditLine: {
            act: string;
            address: string;
            /** Format: date-time */
            at: string;
            detail: string;
            /** @description SHA-256 over the line before and this one */
            hash: string;
            id: number;
            subject: string;
            /** @description Empty: nobody was signed in */
            who: string;
        };
        /** @description A page of a list */
        AuditLinePage: {
            items: components["schemas"]["AuditLine"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description Whether the log is whole */
        AuditVerdict: {
            /** @description The first thing that is wrong; null: nothing */
            fault: string | null;
            /** @description Of the last line; keep it elsewhere to notice an end cut off */
            head: string;
            lines: number;
        };
        /** @description A backup of the store that the hub made, in the folder `backups:` of hub.yaml */
        Backup: {
            bytes: number;
            /** @description With the moment at which it was made */
            name: string;
        };
        /** @description A page of a list */
        BackupPage: {
            items: components["schemas"]["Backup"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description Dead letters that one remedy mends */
        Cause: {
            action: components["schemas"]["Label"];
            /** @enum {string} */
            actor: "hub" | "source";
            cause: string;
            code: string;
            count: number;
            /** @description One of them */
            example: number;
            field: string;
            flow: string;
            meaning: components["schemas"]["Label"];
            oldest: string | null;
            /** @description The message without what varies */
            pattern: string;
            pointer: string;
            step: string;
            system: string | null;
            who: components["schemas"]["Label"];
        };
        /** @description A page of a list */
        CausePage: {
            items: components["schemas"]["Cause"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description What an authenticator app reads, as a QR code; shown only now */
        CodeSecret: {
            /** @description otpauth://totp/… */
            uri: string;
            user: string;
        };
        /** @description How a connector kept the plugin contract when it was last tested */
        Conformance: {
            /** Format: date-time */
            at: string;
            failed: number;
            /** @description Whose result names each promise */
            job: number;
            passed: number;
            skipped: number;
            version: string;
        };
        /** @description A ledger. In: read = created + updated + unchanged + filtered + dead; out: due = delivered + unchanged + withheld + dead + pending */
        Counts: {
            created: number;
            dead: number;
            delivered: number;
            due: number;
            filtered: number;
            pending: number;
            read: number;
            unchanged: number;
            updated: number;
            withheld: number;
        };
        /** @description How a row stands with one destination */
        Delivery: {
            attempts: number;
            destination: string;
            error: string;
            flow: string;
            next_attempt: string | null;
            remote_id: string;
            /** @enum {string} */
            state: "delivered" | "retry" | "dead" | "withheld" | "sending";
        };
        /** @description A page of a list */
        DeliveryPage: {
            items: components["schemas"]["Delivery"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description What left the hub, to where and why */
        Disclosure: {
            /** Format: date-time */
            at: string;
            destination: string;
            fields: string[];
            flow: string;
            purpose: string;
            run: number;
        };
        /** @description Documents of one entity that went to one system for one purpose */
        DisclosureGroup: {
            entity: string;
            entity_label: components["schemas"]["Label"];
            fields: string[];
            /** Format: date-time */
            first: string;
            flows: string[];
            label: components["schemas"]["Label"];
            /** Format: date-time */
            last: string;
            purpose: string;
            system: string;
            times: number;
        };
        /** @description A page of a list */
        DisclosurePage: {
            items: components["schemas"]["Disclosure"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description What left the hub about a row and all that is of it */
        Disclosures: {
            entity: string;
            groups: components["schemas"]["DisclosureGroup"][];
            /** @description Of the row that was asked for, or the one that it was merged into */
            id: number;
            /** @description false: it is no longer in the store */
            stands: boolean;
        };
        /** @description Which letters are not needed: exactly one of letters, cause and flow */
        Dismissal: {
            /** @description All that wait of this cause */
            cause?: string;
            /** @description All that wait of this flow */
            flow?: string;
            /** @description Their numbers */
            letters?: number[];
            /** @description Why; kept with the letter */
            reason: string;
        };
        /** @description How many letters wait no more */
        Dismissed: {
            dismissed: number;
        };
        /** @description An OpenAPI 3.1 document */
        Document: {
            components: Record<string, never>;
            info: Record<string, never>;
            openapi: string;
            paths: Record<string, never>;
            security: Record<string, never>[];
            servers: Record<string, never>[];
            tags: Record<string, never>[];
        };
        /** @description A canonical type */
        Entity: {
            fields: components["schemas"]["EntityField"][];
            label: components["schemas"]["Label"];
            name: string;
            /** @description Fields whose values `q` finds */
            search: string[];
        };
        /** @description What a run did to the rows of one entity */
        EntityCounts: {
            conflicts: number;
            created: number;
            entity: string;
            removed: number;
            unchanged: number;
            updated: number;
        };
        /** @description A field of an entity */
        EntityField: {
            label: components["schemas"]["Label"];
            name: string;
            personal: boolean;
            refers_to: string | null;
        };
        /** @description A page of a list */
        EntityPage: {
            items: components["schemas"]["Entity"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description The proof that somebody was erased; it says nothing of whom */
        Erasure: {
            /** Format: date-time */
            at: string;
            counts: Record<string, never>;
            entity: string;
            /** @description 1, 2, … without gaps */
            erasure: number;
            /** @description It follows from the one before */
            holds: boolean;
            /** @description Of the key by which records that come again are known */
            key: string;
            /** @description Else what sources send again is stored */
            key_is_here: boolean;
            /** @description SHA-256 over all of this and the proof before */
            proof: string;
            reason: string;
            /** @description Who decided */
            who: string;
        };
        /** @description Who shall be forgotten, and why */
        ErasureOrder: {
            entity: string;
            /** @description Row id, or the first key's value, such as a citizen number */
            id: string;
            /** @description Without naming the person: it is kept */
            reason: string;
        };
        /** @description A page of a list */
        ErasurePage: {
            items: components["schemas"]["Erasure"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description What would go */
        ErasureRehearsal: {
            /** @description Rows by table, and by what is done there */
            counts: Record<string, never>;
            entity: string;
        };
        /** @description The figures of `lienthong report --json`, but for what compares reports and counts all rows */
        Figures: {
            availability: Record<string, never>;
            changes: Record<string, never> | null;
            dead_waiting: number;
            flows: Record<string, never>[];
            /** Format: date-time */
            from: string;
            /** Format: date-time */
            generated_at: string;
            id: string;
            /** @enum {string} */
            kind: "on-demand" | "daily" | "weekly" | "monthly";
            /** @description Their sum */
            out_of_service_seconds: number | null;
            /** @description While no hub served, {from, to}; null: it is not known */
            outages: Record<string, never>[] | null;
            pending: number;
            reasons: Record<string, never>[];
            systems: Record<string, never>[];
            /** Format: date-time */
            to: string;
            totals: Record<string, never>;
            /** @enum {string} */
            verdict: "good" | "attention" | "trouble" | "unbalanced";
            volumes: Record<string, never>[];
            watches: Record<string, never>[];
        };
        /** @description What goes from where to where, and how it stands */
        Flow: {
            /** @description Since the last success: the lag */
            age_seconds: number | null;
            dead_waiting: number;
            /** @enum {string} */
            direction: "in" | "out" | "derive";
            /** @description The promise; null: none was made */
            fresh_within_seconds: number | null;
            /** @enum {string} */
            health: "off" | "ok" | "never_run" | "paused" | "late" | "failing";
            label: components["schemas"]["Label"];
            last_run: components["schemas"]["Run"] | null;
            last_success: string | null;
            mapping: string;
            /** @description Of the last failure, or why it is paused */
            message: string;
            name: string;
            /** @description The next five starts */
            next: string[];
            /** @description By a person; null: it is not */
            paused: components["schemas"]["Pause"] | null;
            paused_by_file: boolean;
            pending: number;
            promise_kept: boolean | null;
            running_since: string | null;
            schedule: components["schemas"]["Label"];
            stream: string;
            system: string;
            system_label: components["schemas"]["Label"];
        };
        /** @description A flow with its last runs */
        FlowDetail: {
            /** @description Since the last success: the lag */
            age_seconds: number | null;
            dead_waiting: number;
            /** @enum {string} */
            direction: "in" | "out" | "derive";
            file: string;
            /** @description The promise; null: none was made */
            fresh_within_seconds: number | null;
            /** @enum {string} */
            health: "off" | "ok" | "never_run" | "paused" | "late" | "failing";
            label: components["schemas"]["Label"];
            last_run: components["schemas"]["Run"] | null;
            last_success: string | null;
            mapping: string;
            /** @description Of the last failure, or why it is paused */
            message: string;
            name: string;
            /** @description The next five starts */
            next: string[];
            /** @description By a person; null: it is not */
            paused: components["schemas"]["Pause"] | null;
            paused_by_file: boolean;
            pending: number;
            promise_kept: boolean | null;
            responsible: components["schemas"]["Label"];
            running_since: string | null;
            /** @description The last twenty */
            runs: components["schemas"]["Run"][];
            schedule: components["schemas"]["Label"];
            stream: string;
            system: string;
            system_label: components["schemas"]["Label"];
        };
        /** @description A page of a list */
        FlowPage: {
            items: components["schemas"]["Flow"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description Long work that a person began; it is forgotten when the hub's process starts again */
        Job: {
            done: number;
            ended: string | null;
            /** @description Why it failed, or was cancelled by no person: another configuration was taken */
            error: string | null;
            id: number;
            /** @enum {string} */
            kind: "replay" | "run" | "dry-run" | "send" | "backup" | "retention" | "retention-dry-run" | "refold" | "refold-dry-run" | "plugin-test";
            /** @description As the operation that began it says; null: there is none yet */
            result: Record<string, never> | null;
            /** Format: date-time */
            started: string;
            /** @enum {string} */
            state: "running" | "done" | "failed" | "cancelled";
            /** @description A flow, a cause, a report, an entity, a folder, a connector */
            subject: string;
            /** @description null: it is not known how much there is */
            total: number | null;
            who: string;
        };
        /** @description A page of a list */
        JobPage: {
            items: components["schemas"]["Job"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description What was said of who is who */
        Judgement: {
            a: components["schemas"]["SourceRecord"] | null;
            /** Format: date-time */
            at: string;
            b: components["schemas"]["SourceRecord"] | null;
            /** @description lienthong: the hub, by weights */
            by: string;
            entity: string;
            id: number;
            reason: string;
            /** @enum {string} */
            saying: "same" | "never" | "undo";
            stands: boolean;
            /** @description Of an undo: the judgement that it takes back */
            undone: number | null;
        };
        /** @description A page of a list */
        JudgementPage: {
            items: components["schemas"]["Judgement"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description A text in both languages */
        Label: {
            en: string;
            vi: string;
        };
        /** @description A record that could not go on */
        Letter: {
            cause: string;
            closed_reason: string;
            /** @enum {string} */
            direction: "in" | "out";
            first_seen: string | null;
            flow: string;
            id: number;
            /** @description The source's key; masked but where it was unmasked */
            key: string;
            last_seen: string | null;
            masked: boolean;
            mended: boolean;
            reasons: components["schemas"]["Reason"][];
            /** @enum {string} */
            state: "waiting" | "replayed" | "resolved" | "dismissed";
            step: string;
            times_seen: number;
            /** @description Why the record cannot be shown; empty: it can */
            unreadable: string;
        };
        /** @description A dead letter with its record, where it was unmasked */
        LetterDetail: {
            cause: string;
            closed_reason: string;
            /** @enum {string} */
            direction: "in" | "out";
            events: components["schemas"]["LetterEvent"][];
            first_seen: string | null;
            flow: string;
            id: number;
            /** @description The source's key; masked but where it was unmasked */
            key: string;
            last_seen: string | null;
            masked: boolean;
            mended: boolean;
            mended_payload: string | null;
            /** @description The record as it came */
            payload: string | null;
            reasons: components["schemas"]["Reason"][];
            /** @enum {string} */
            state: "waiting" | "replayed" | "resolved" | "dismissed";
            step: string;
            times_seen: number;
            /** @description Why the record cannot be shown; empty: it can */
            unreadable: string;
        };
        /** @description What a person did with a dead letter */
        LetterEvent: {
            /** @enum {string} */
            act: "mended" | "dismissed" | "reopened";
            /** Format: date-time */
            at: string;
            note: string;
            who: string;
        };
        /** @description A page of a list */
        LetterPage: {
            items: components["schemas"]["Letter"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description How a stream's records become rows, or rows records */
        Mapping: {
            /** @enum {string} */
            direction: "in" | "out";
            /** @description That use it */
            flows: string[];
            name: string;
            path: string;
        };
        /** @description A mapping with what its examples give now */
        MappingDetail: {
            /** @enum {string} */
            direction: "in" | "out";
            /** @description Of the text, for PUT /settings/files/{path} */
            etag: string;
            /** @description That use it */
            flows: string[];
            name: string;
            path: string;
            results: components["schemas"]["MappingExample"][];
            text: string;
        };
        /** @description An example and what came of it */
        MappingExample: {
            differences: string[];
            /** @description JSON in the same form */
            expected: string;
            line: number;
            name: string;
            passed: boolean;
            /** @description JSON: {entities} or {output}, {filtered} or {reasons}, {warnings} */
            result: string;
            /** @description As the example gives it; JSON but where the example shows what is none */
            source: string;
        };
        /** @description A page of a list */
        MappingPage: {
            items: components["schemas"]["Mapping"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description What a text would be as a mapping */
        MappingTrial: {
            results: components["schemas"]["MappingExample"][];
            /** @description Where there are any, no example was tried */
            violations: components["schemas"]["Violation"][];
        };
        /** @description A mended letter, and what today's mapping says of the record */
        Mended: {
            letter: components["schemas"]["LetterDetail"];
            /**
             * @description dead: it is still refused
             * @enum {string}
             */
            outcome: "mapped" | "filtered" | "dead";
            /** @description Why it is still refused */
            reasons: components["schemas"]["Reason"][];
        };
        /** @description What a person made of a record */
        Mending: {
            /** @description Kept in the audit log */
            note?: string;
            /** @description The whole record, a JSON object */
            payload: string;
        };
        /** @description What happened to a row; members that do not belong to it are empty */
        Moment: {
            at: string | null;
            fields: string[];
            flow: string;
            judgement: components["schemas"]["Judgement"] | null;
            /** @description The source's, masked */
            key: string;
            /** @description The purpose of a disclosure, the reason of a judgement */
            note: string;
            run: number | null;
            stream: string;
            /** @description That spoke, or was told */
            system: string;
            /** @enum {string} */
            what: "heard" | "judged" | "disclosed";
        };
        /** @description A page of a list */
        MomentPage: {
            items: components["schemas"]["Moment"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description A token to be made */
        NewToken: {
            days: number;
            /** @description Who uses it */
            label: string;
            scopes: string[];
        };
        /** @description Somebody who shall sign in */
        NewUser: {
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "administrator" | "auditor" | "vendor";
            /** @description Of a vendor */
            systems?: string[];
        };
        /** @description A provider of OpenID Connect */
        OidcWay: {
            name: components["schemas"]["Label"];
        };
        /** @description For one sign-in, where another must be chosen; shown only now */
        OneTimePassword: {
            password: string;
            user: string;
        };
        /** @description What is said of a row and another */
        PairJudgement: {
            /** @description The other row's id, or its first key's value */
            other: string;
            /** @description Why; kept with the judgement */
            reason: string;
        };
        /** @description A password in place of another */
        PasswordChange: {
            chosen: string;
            present: string;
        };
        /** @description That a person paused a flow */
        Pause: {
            by: string;
            reason: string;
            /** Format: date-time */
            since: string;
        };
        /** @description Why a flow shall rest */
        PauseOrder: {
            /** @description Kept until it is resumed */
            reason: string;
        };
        /** @description A connector */
        Plugin: {
            about: components["schemas"]["Label"];
            /** @description Null: not tested since the hub began */
            conformance: components["schemas"]["Conformance"] | null;
            file: string;
            id: string;
            label: components["schemas"]["Label"];
            /** @description Why it cannot be loaded */
            problem: string | null;
            roles: string[];
            /** @description As the library itself says it, in English */
            summary: string;
            /** @description That use it */
            systems: string[];
            vendor: string;
            version: string;
        };
        /** @description A connector with the JSON Schema of its settings */
        PluginDetail: {
            about: components["schemas"]["Label"];
            /** @description Null: not tested since the hub began */
            conformance: components["schemas"]["Conformance"] | null;
            file: string;
            id: string;
            label: components["schemas"]["Label"];
            /** @description Why it cannot be loaded */
            problem: string | null;
            roles: string[];
            schema: Record<string, never>;
            /** @description As the library itself says it, in English */
            summary: string;
            /** @description That use it */
            systems: string[];
            vendor: string;
            version: string;
        };
        /** @description A page of a list */
        PluginPage: {
            items: components["schemas"]["Plugin"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description Why a request was not served (RFC 9457) */
        Problem: {
            /** @description What is wrong and what to do */
            detail: string;
            status: number;
            /** @description In the reader's language */
            title: string;
            /** @description urn:lienthong:problem:CODE */
            type: string;
            /** @description In files that were sent */
            violations?: components["schemas"]["Violation"][];
        };
        /** @description Why persons' data must be seen */
        Purpose: {
            purpose: string;
        };
        /** @description Why a record is refused */
        Reason: {
            action: components["schemas"]["Label"];
            code: string;
            field: string;
            meaning: components["schemas"]["Label"];
            message: string;
            /** @description In the record: a JSON pointer, or a workbook's cell */
            place: string;
        };
        /** @description A canonical row, persons' data masked */
        Record: {
            entity: string;
            id: number;
            masked: boolean;
            values: Record<string, never>;
        };
        /** @description A canonical row explained */
        RecordDetail: {
            deliveries: components["schemas"]["Delivery"][];
            disclosures: components["schemas"]["Disclosure"][];
            entity: string;
            fields: components["schemas"]["RecordField"][];
            id: number;
            masked: boolean;
        };
        /** @description Why a value is what it is */
        RecordField: {
            field: string;
            label: components["schemas"]["Label"];
            losers: components["schemas"]["Word"][];
            personal: boolean;
            /** @enum {string} */
            rule: "newest" | "priority";
            value: string;
            winner: components["schemas"]["Word"] | null;
        };
        /** @description A page of a list */
        RecordPage: {
            items: components["schemas"]["Record"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description Why rows shall be folded anew */
        RefoldOrder: {
            /** @description Kept with the run */
            reason: string;
        };
        /** @description Why a dismissal is taken back */
        Reopening: {
            /** @description Kept in the audit log */
            note?: string;
        };
        /** @description Which letters go again: exactly one of letters, cause and flow */
        Replay: {
            /** @description All that wait of this cause */
            cause?: string;
            /** @description Also those of the same rows that wait on the way to other systems */
            everywhere?: boolean;
            /** @description All that wait of this flow */
            flow?: string;
            /** @description Their numbers */
            letters?: number[];
            /** @description At most so many a second, 1 to 5000; 500 where not given */
            rate?: number;
        };
        /** @description A report that is kept as it was made */
        Report: {
            /** @description Where it must still be sent: mail, flow */
            due: string[];
            /** @description ISO 8601, as the next two */
            from: string;
            id: string;
            /** @enum {string} */
            kind: "on-demand" | "daily" | "weekly" | "monthly";
            made: string;
            /** @description Of its figures */
            sha256: string;
            to: string;
            /** @enum {string} */
            verdict: "good" | "attention" | "trouble" | "unbalanced";
        };
        /** @description A file to be verified */
        ReportFile: {
            /** @description Its bytes in Base64 */
            file: string;
        };
        /** @description A report to be made and kept */
        ReportOrder: {
            /** @description First day, YYYY-MM-DD, today where not given; of a kind any day of the period */
            from?: string;
            /** @enum {string} */
            kind: "on-demand" | "daily" | "weekly" | "monthly";
            /** @description The document's number, as the registry gives it */
            number?: string;
            /** @description Last day, of on-demand; until now where not given */
            to?: string;
        };
        /** @description A page of a list */
        ReportPage: {
            items: components["schemas"]["Report"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description Where a report shall go */
        ReportSending: {
            /** @description mail or flow; all where not given */
            to?: string;
        };
        /** @description Whether a file is as it was made */
        ReportVerdict: {
            /**
             * @description other: the kept one has other figures
             * @enum {string}
             */
            finding: "intact" | "appended" | "altered" | "other";
            /** @enum {string} */
            format: "json" | "html" | "pdf" | "xlsx";
            /** @description Hash of the kept report of this id; null: none is */
            kept: string | null;
            /** @description Its id, as its figures say */
            report: string;
            /** @description Of its figures, as the file says */
            sha256: string;
            /** @description Of the altered part: figures, file, a cell */
            where: string;
        };
        /** @description Two rows of which a person is to say whether they are one */
        Review: {
            a: components["schemas"]["SourceRecord"];
            /** @description Empty: nobody */
            assigned_to: string;
            /** Format: date-time */
            at: string;
            b: components["schemas"]["SourceRecord"];
            /** @description Of all weights together; the likeliest first */
            bits: number;
            entity: string;
            fields: components["schemas"]["ReviewField"][];
            id: number;
            /** @description That answers it; null: it waits */
            judgement: number | null;
            weights: components["schemas"]["ReviewWeight"][];
        };
        /** @description What a person says of it */
        ReviewAnswer: {
            /** @enum {string} */
            answer: "merge" | "never" | "assign";
            /** @description Why; of merge and never, kept with the judgement */
            reason?: string;
            /** @description Of assign: who is to answer */
            to?: string;
        };
        /** @description A field of both rows as they stand now, persons' data masked */
        ReviewField: {
            a: string;
            b: string;
            field: string;
            label: components["schemas"]["Label"];
            same: boolean;
        };
        /** @description A page of a list */
        ReviewPage: {
            items: components["schemas"]["Review"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description What a comparison says for or against, as the question was asked */
        ReviewWeight: {
            /** @description Masked */
            a: string;
            b: string;
            /** @description Above 0: for */
            bits: number;
            comparison: string;
            level: string;
        };
        /** @description Who or what is meant */
        RowName: {
            entity: string;
            /** @description Row id, or the first key's value, such as a citizen number */
            id: string;
        };
        /** @description One execution of a flow, with its ledger */
        Run: {
            balanced: boolean;
            counts: components["schemas"]["Counts"];
            /** @enum {string} */
            direction: "in" | "out";
            ended: string | null;
            entities: components["schemas"]["EntityCounts"][];
            flow: string;
            id: number;
            /** @description Why it failed */
            message: string;
            /** Format: date-time */
            started: string;
            /** @enum {string} */
            state: "running" | "succeeded" | "failed" | "cancelled" | "interrupted";
            trigger: string;
        };
        /** @description How a flow shall run */
        RunOrder: {
            /** @description In-flows and derive flows: read everything again, not only changes */
            from_the_start?: boolean;
        };
        /** @description A page of a list */
        RunPage: {
            items: components["schemas"]["Run"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description What a partner knows the hub by; never its value */
        Secret: {
            by: string;
            /** @enum {string} */
            from: "credential" | "environment" | "sealed" | "plain" | "missing";
            name: string;
            set: string | null;
            /** @description file:line */
            used_by: string[];
        };
        /** @description A page of a list */
        SecretPage: {
            items: components["schemas"]["Secret"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description A value to be sealed; it is never answered */
        SecretValue: {
            value: string;
        };
        /** @description Who is signed in */
        Session: {
            /** @description To be sent with each write as X-CSRF-Token; null where a token speaks */
            csrf: string | null;
            must_change_password: boolean;
            rights: string[];
            /** @enum {string} */
            role: "viewer" | "operator" | "administrator" | "auditor" | "vendor";
            /** @enum {string} */
            signs_in_by: "password" | "oidc";
            /** @description Of a vendor: the only ones that it sees */
            systems: string[];
            user: string;
        };
        /** @description What became of a file */
        SettingsChange: {
            /** Format: date-time */
            at: string;
            id: number;
            /** @enum {string} */
            kind: "write" | "add" | "remove" | "undo" | "outside";
            path: string;
            reason: string;
            /** @description Empty: somebody edited the file itself; `at` is when the hub saw it */
            who: string;
        };
        /** @description The same with both texts */
        SettingsChangeDetail: {
            /** @description Null: there is none any more */
            after: string | null;
            /** Format: date-time */
            at: string;
            /** @description Null: there was no such file */
            before: string | null;
            /** @description Unified; empty where both are equal */
            diff: string;
            id: number;
            /** @enum {string} */
            kind: "write" | "add" | "remove" | "undo" | "outside";
            path: string;
            reason: string;
            /** @description Empty: somebody edited the file itself; `at` is when the hub saw it */
            who: string;
        };
        /** @description A page of a list */
        SettingsChangePage: {
            items: components["schemas"]["SettingsChange"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description A text for a file */
        SettingsEdit: {
            /** @description Why, for the history */
            reason?: string;
            text: string;
        };
        /** @description What is wrong; empty: nothing */
        SettingsFaults: {
            violations: components["schemas"]["Violation"][];
        };
        /** @description A file of the configuration */
        SettingsFile: {
            bytes: number;
            etag: string;
            /** @enum {string} */
            kind: "hub" | "retention" | "report" | "qr" | "model" | "reference" | "mapping" | "system" | "flow" | "summary" | "identity" | "signer";
            /** @description From the configuration's folder */
            path: string;
        };
        /** @description A page of a list */
        SettingsFilePage: {
            items: components["schemas"]["SettingsFile"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description A configuration that was not taken */
        SettingsRefused: {
            /** Format: date-time */
            at: string;
            violations: components["schemas"]["Violation"][];
        };
        /** @description The configuration that serves */
        SettingsState: {
            /** @description What lies on the disk, where it was refused since */
            refused: components["schemas"]["SettingsRefused"] | null;
            since: string | null;
            /** @description Whether the hub's user may write the folder */
            writable: boolean;
        };
        /** @description A file of the configuration with its text */
        SettingsText: {
            /** @description Of the text; send it between quotes as If-Match with a change */
            etag: string;
            /** @enum {string} */
            kind: "hub" | "retention" | "report" | "qr" | "model" | "reference" | "mapping" | "system" | "flow" | "summary" | "identity" | "signer";
            path: string;
            text: string;
        };
        /** @description A text to be checked */
        SettingsTrial: {
            path: string;
            text: string;
        };
        /** @description Why a change is taken back */
        SettingsUndo: {
            reason: string;
        };
        /** @description What became of a file */
        SettingsWritten: {
            /** @description Its number in the history; null: it was so already */
            change: number | null;
            /** @description Of its text now; null: it is gone */
            etag: string | null;
            path: string;
        };
        /** @description Who signs in */
        SignIn: {
            /** @description Of an authenticator app, where the user has one */
            code?: string;
            password: string;
            user: string;
        };
        /** @description How one may sign in */
        SignInWays: {
            /** @description null: hub.yaml names no provider */
            oidc: components["schemas"]["OidcWay"] | null;
            password: boolean;
        };
        /** @description A record as its source names it, its key masked */
        SourceRecord: {
            key: string;
            /** @description Where it stands; null: the store does not hold it any more */
            row: number | null;
            stream: string;
            /** @description Empty: the person was erased */
            system: string;
        };
        /** @description A source record that is not of its row */
        Splitting: {
            /** @description Whole, as an unmasked record shows it */
            key: string;
            /** @description Why; kept with the judgement */
            reason: string;
            stream: string;
            system: string;
        };
        /** @description What a partner gives or takes */
        Stream: {
            /** @description JSON pointers */
            key: string[];
            name: string;
            readable: boolean;
            /** @description JSON Schema of a record */
            schema: Record<string, never> | null;
            title: string;
            writable: boolean;
        };
        /** @description A page of a list */
        StreamPage: {
            items: components["schemas"]["Stream"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description The first records of a stream, as the partner sends them */
        StreamSample: {
            masked: boolean;
            /** @description There were others */
            more: boolean;
            records: Record<string, never>[];
            stream: string;
        };
        /** @description A partner */
        System: {
            connector: string;
            dead_waiting: number;
            enabled: boolean;
            flows: string[];
            /**
             * @description Of its worst flow that was ever due; never_run where none was
             * @enum {string}
             */
            health: "off" | "ok" | "never_run" | "paused" | "late" | "failing";
            /** @enum {string} */
            isolation: "in_process" | "process";
            label: components["schemas"]["Label"];
            name: string;
            pending: number;
        };
        /** @description A partner with its settings; secrets are named in them, never given */
        SystemDetail: {
            /** @description What it may look up */
            answers: string[];
            connector: string;
            dead_waiting: number;
            /** @description Hosts it may reach besides those of its settings */
            egress: string[];
            enabled: boolean;
            file: string;
            flows: string[];
            /**
             * @description Of its worst flow that was ever due; never_run where none was
             * @enum {string}
             */
            health: "off" | "ok" | "never_run" | "paused" | "late" | "failing";
            /** @enum {string} */
            isolation: "in_process" | "process";
            label: components["schemas"]["Label"];
            name: string;
            pending: number;
            settings: Record<string, never>;
        };
        /** @description A system to be described by a file of the configuration */
        SystemForm: {
            connector: string;
            /** @description Hosts that it may reach besides those of its settings */
            egress?: string[];
            enabled?: boolean;
            /** @enum {string} */
            isolation?: "in_process" | "process";
            /** @description {vi, en} */
            label?: Record<string, never>;
            proxy?: string;
            /** @description Why, for the history */
            reason?: string;
            /** @description By the connector's schema; secrets by their names */
            settings: Record<string, never>;
            /** @description Its name, and the file's */
            system: string;
        };
        /** @description A page of a list */
        SystemPage: {
            items: components["schemas"]["System"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description Whether a partner answers */
        SystemTest: {
            message: string;
            /** @description Null: it is switched off */
            reachable: boolean | null;
            /** @enum {string} */
            state: "ok" | "off" | "cancelled" | "unavailable" | "denied" | "misconfigured" | "unsupported" | "failed";
            system: string;
        };
        /** @description What a program signs in with */
        Token: {
            /** Format: date-time */
            created: string;
            /**
             * Format: date-time
             * @description Of one who signs in at the provider at the latest `oidc: tokens:` after he did so last
             */
            expires: string;
            label: string;
            scopes: string[];
            user: string;
        };
        /** @description A page of a list */
        TokenPage: {
            items: components["schemas"]["Token"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description Shown only now */
        TokenSecret: {
            /**
             * Format: date-time
             * @description As Token says
             */
            expires: string;
            label: string;
            token: string;
            user: string;
        };
        /** @description Why a judgement is taken back */
        Undoing: {
            /** @description Kept with the judgement */
            reason: string;
        };
        /** @description An administrative unit before or since 1 July 2025 */
        Unit: {
            became: components["schemas"]["UnitBrief"][];
            code: string;
            /** @enum {string} */
            era: "before_july_2025" | "since_july_2025";
            /** @enum {string} */
            level: "province" | "district" | "commune";
            made_of: components["schemas"]["UnitBrief"][];
            path: string;
        };
        /** @description An administrative unit */
        UnitBrief: {
            code: string;
            path: string;
        };
        /** @description A page of a list */
        UnitPage: {
            items: components["schemas"]["Unit"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description Who may sign in */
        User: {
            /** Format: date-time */
            created: string;
            disabled: boolean;
            /** @description One-time codes are asked for */
            has_code: boolean;
            must_change_password: boolean;
            name: string;
            /** @enum {string} */
            role: "viewer" | "operator" | "administrator" | "auditor" | "vendor";
            /** @enum {string} */
            signs_in_by: "password" | "oidc";
            systems: string[];
        };
        /** @description What becomes of a user */
        UserChange: {
            disabled: boolean;
        };
        /** @description A page of a list */
        UserPage: {
            items: components["schemas"]["User"][];
            /** @description The next page's cursor; null: the last page */
            next: string | null;
        };
        /** @description What is wrong in a file of the configuration */
        Violation: {
            /** @description From the configuration's folder */
            file: string;
            /** @description From 1; 0: the whole file */
            line: number;
            message: string;
        };
        /** @description What one source says of one field */
        Word: {
            as_of: string | null;
            key: string;
            run: number;
            stream: string;
            system: string;
            value: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
