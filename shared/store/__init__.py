"""The one DynamoDB table: nobody else knows its keys and attributes.

Items of a course run share its partition; sort keys are arranged so that one range holds what is read together.

    item               pk                        sk                            written by
    head               RUN#{run}                 RUN                           every transition
    roster piece       RUN#{run}                 RUN#ROSTER#{piece}            registering
    query              RUN#{run}                 RUN#QUERY#{query}             queries, verifying
    certificates       RUN#{run}                 RUN#CERTIFICATES#{block}      issuing them, or what replaces one
    printing           RUN#{run}                 RUN#PRINTING#{block}          printing, and asking for it again
    consignment line   RUN#{run}                 RUN#CONSIGNMENT#{parcel}      dispatch, and whatever becomes of it
    distribution       RUN#{run}                 RUN#DISTRIBUTION#{event}      recording a distribution
    replacement        RUN#{run}                 RUN#REPLACEMENT#{id}          asking for it, deciding, issuing
    submission piece   RUN#{run}                 SUBMISSION#{version}#{piece}  submitting
    draft piece        RUN#{run}                 DRAFT#{piece}                 saving a draft
    event              RUN#{run}                 EVENT#{run's version}         every transition
    search piece       SEARCH#{centre}           RUN#{run}#{piece}             registering
    block of numbers   CERTIFICATES#{block}      BLOCK                         issuing
    consignment        CONSIGNMENT#{parcel}      CONSIGNMENT                   dispatch
    tracking number    TRACKING#{carrier}#{no}   TRACKING                      dispatch
    centre, verifier   CENTRE#{id}, VERIFIER#…   CENTRE, VERIFIER              registering
    email link         LINK#{SHA-256 of token}   LINK                          notifying
    template in force  CERTIFICATE_TEMPLATE      IN_FORCE                      setting a template of certificates
      and those before CERTIFICATE_TEMPLATE      SET#{time}                    as above
    kept answer        ANSWER#{caller}#{key}     ANSWER                        every POST with a key; expires
    mailing            MAILED#{its name}         MAILED                        the daily report, reminders
    session            SESSIONS#{subject}        SESSION#{SHA-256 of token}    signing in and out; expires
    fee table          FEES                      FEE#{first day}#{set at}      setting fees

Access patterns. A unit is DynamoDB's; n is what is answered, never what is stored. There is no Scan.

    who asks                     how                                                            cost
    decide about a run           GetItem head (or BatchGetItem with its roster)                 1 call
    one run, whole               Query RUN#{run}, sk begins with RUN                            1 call a MB
    a run's history              Query RUN#{run}, sk begins with EVENT#, ascending              1 call a MB
    one submission               GetItem first piece, BatchGetItem the rest if any              1–2 calls
    a draft of results           GetItem first piece, BatchGetItem the rest if any              1–2 calls
    any transition               TransactWriteItems: head, event and what else changes          1 call
    a centre's runs              by_centre: CENTRE#{centre}, newest activity first              1 query, filtered
    a verifier's runs            by_verifier: VERIFIER#{verifier}, newest activity first        1 query, filtered
    the AO's runs in a status    across_centres: STATUS#{status}, newest activity first         1 query
    the AO's runs                the seven statuses of across_centres, merged                   7 queries of a page
    runs waiting longest         the same views, ascending                                      as above
    verifiers not reached        STATUS#submitted, ascending, without what was sent             1 query, filtered
    search in a centre           Query SEARCH#{centre}, all of it, filtered by the text         1 call a MB
      and the heads found        BatchGetItem; more than 200 are picked from the centre's runs  a call each 100
    search of a verifier         by_verifier: VERIFIER#{verifier}, compared here                1 query
    queries open, a centre       by_centre: QUERIES#{centre}, by age (sparse)                   1 query
    queries open, all            across_centres: QUERIES#open, by age (sparse)                  1 query
    a run's queries              Query RUN#{run}, sk begins with RUN#QUERY#                     1 call
    receipts pending, a centre   by_centre: PENDING#{centre}, by due date (sparse)              1 query
    receipts pending, all        across_centres: PENDING#{0…3}, by due date, merged (sparse)    4 streams of pages
    to distribute, a centre      by_centre: TO_DISTRIBUTE#{centre}, by date received (sparse)   1 query
    what is not right, all       across_centres: DISCREPANCIES#open, by date received (sparse)  1 query
    what has not arrived         the pending receipts of all, without the others                as above, filtered
    replacements, a centre       by_centre: REPLACEMENTS#{centre}, by age, while under way      1 query
    replacements in a status     across_centres: REPLACEMENTS#{status}, by age, while under way 1 query
    a centre's charges           by_centre: CHARGES#{centre}, from the month on (sparse)        1 query
    a month's charges            across_centres: CHARGES#{month}, by date of issue (sparse)     1 query
    a run by a certificate       GetItem its block                                              1 call
    a consignment and its lines  GetItem, then BatchGetItem of at most 32 lines                 2 calls
    a parcel by tracking number  GetItem                                                        1 call
    a certificate by number      GetItem its block, then BatchGetItem its run and batch         2 calls
      of a roster in pieces      and BatchGetItem the rest                                      3 calls
    a certificate's file         the same, then GetItem of its printing                         3 calls
    an email link                GetItem by the token's SHA-256                                 1 call
    was a report mailed          GetItem                                                        1 call
    how far reminded, and whom   BatchGetItem of mailings, and of centres of submitted runs     a call each 100 readers
    what to remind of, as of now BatchGetItem of lines, or of heads, just before it is sent     a call each 100
    all fee tables               Query FEES: one for each time that charges were set            1 call
    whose session                GetItem                                                        1 call
    signing out everywhere       Query SESSIONS#{subject}, then a write for each that is open   1 call and n
"""
