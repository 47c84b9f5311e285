self.onmessage = ({data}) => console.log(data);
