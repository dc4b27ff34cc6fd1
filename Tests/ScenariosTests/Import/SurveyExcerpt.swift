/// Rows of the Academic Libraries survey of 2021 (IPEDS) joined with the institution directory: US
/// federal statistics in the public domain, published at nces.ed.gov/ipeds.
enum SurveyExcerpt {
    static let header = """
        UNITID,INSTNM,CITY,STABBR,LONGITUD,LATITUDE,SECTOR,INSTSIZE,CARNEGIE,LPBOOKS,LTCLLCT,\
        LPCRCLT,LTCRCLT,LILLDYN,LILLDPR,LILLDRC,LILSYN,LSTOTAL,LBRANCH,LEXPTOT
        """

    /// Libraries of all kinds, without their systems.
    static let libraries =
        header + """

            172918,Alexandria Technical & Community College,Alexandria,MN,-95.372369,45.873107,4,\
            2,40,,127291,,41004,1,0.0,71.0,1,3.9,0.0,168354.0
            173124,Bemidji State University,Bemidji,MN,-94.874119,47.482341,1,2,22,396910.0,\
            688261,1528.0,71698,1,1180.0,1825.0,1,14.6,0.0,1361274.0
            174817,Saint Mary's University of Minnesota,Winona,MN,-91.695449,44.044736,2,2,21,\
            154660.0,1075996,3965.0,182835,1,1230.0,2497.0,1,17.75,1.0,1446597.0
            175263,Minnesota State College Southeast,Winona,MN,-91.618318,44.024554,4,2,40,26.0,\
            797,10.0,728,2,,,2,,,
            175272,Winona State University,Winona,MN,-91.643723,44.046159,1,3,21,260716.0,529123,\
            3516.0,23686,1,1955.0,8136.0,1,15.31,0.0,2153878.0
            193052,Mesivta Torah Vodaath Rabbinical Seminary,Brooklyn,NY,-73.969395,40.6382,2,1,\
            51,15000.0,167500,42500.0,162500,2,,,1,5.0,,
            455813,Pontifical John Paul II Institute for Studies on Marriage and Family,\
            Washington,DC,-76.998606,38.933246,2,1,-2,783714.0,1731889,9088.0,305581,1,1696.0,\
            15414.0,2,,,
            496803,NewU University,Washington,DC,-77.033557,38.903529,2,-2,-2,,15603,,500,2,,,1,\
            1.0,,

            """

    /// Members of a public system, with its name.
    static let systems =
        header + ",F1SYSNAM,F1SYSCOD" + """

            172918,Alexandria Technical & Community College,Alexandria,MN,-95.372369,45.873107,4,\
            2,40,,127291,,41004,1,0.0,71.0,1,3.9,0.0,168354.0,\
            Minnesota State Colleges and Universities,127010
            173124,Bemidji State University,Bemidji,MN,-94.874119,47.482341,1,2,22,396910.0,\
            688261,1528.0,71698,1,1180.0,1825.0,1,14.6,0.0,1361274.0,\
            Minnesota State Colleges and Universities,127010
            173920,Minnesota State University-Mankato,Mankato,MN,-93.99945,44.146712,1,4,21,\
            548774.0,1393522,38593.0,402808,1,4367.0,2901.0,1,51.0,1.0,5512289.0,\
            Minnesota State Colleges and Universities,127010
            174358,Minnesota State University Moorhead,Moorhead,MN,-96.759532,46.867153,1,3,21,\
            301047.0,726066,5430.0,135200,1,2073.0,2386.0,1,20.2,0.0,2291536.0,\
            Minnesota State Colleges and Universities,127010
            174604,Rainy River Community College,International Falls,MN,-93.431603,48.590001,4,1,\
            40,10767.0,74504,42.0,1509,1,13.0,32.0,1,1.77,,,\
            Minnesota State Colleges and Universities,127010
            175263,Minnesota State College Southeast,Winona,MN,-91.618318,44.024554,4,2,40,26.0,\
            797,10.0,728,2,,,2,,,,Minnesota State Colleges and Universities,127010
            175272,Winona State University,Winona,MN,-91.643723,44.046159,1,3,21,260716.0,529123,\
            3516.0,23686,1,1955.0,8136.0,1,15.31,0.0,2153878.0,\
            Minnesota State Colleges and Universities,127010
            175315,Century College,White Bear Lake,MN,-92.982105,45.041823,4,3,40,56318.0,683408,\
            1195.0,130465,1,509.0,699.0,1,9.2,0.0,978438.0,\
            Minnesota State Colleges and Universities,127010

            """

    /// A survey of one row in the columns that are read, for cells that no library reported.
    static func row(
        place: String = "-94.9,47.5",
        sector: String = "1",
        size: String = "2",
        books: String = "10000",
        circulation: String = "100",
        hasLoans: String = "1",
        provided: String = "10",
        received: String = "20"
    ) -> String {
        """
        UNITID,INSTNM,CITY,STABBR,LONGITUD,LATITUDE,SECTOR,INSTSIZE,LPBOOKS,LPCRCLT,LILLDYN,\
        LILLDPR,LILLDRC
        100001,North Lake College,Northfield,MN,\(place),\(sector),\(size),\(books),\(circulation),\
        \(hasLoans),\(provided),\(received)
        100002,South Lake College,Southfield,MN,-93.5,45.5,1,2,10000,100,1,10,30

        """
    }
}
